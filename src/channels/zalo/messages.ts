import type { AttachmentRef } from '../../domain/answer.ts';
import { isPicture } from '../../domain/file-kind.ts';
import type { Button } from '../../domain/message.ts';
import { type Composed, linesFor, numberOf, type Words, withNumbers } from '../push/compose.ts';
import { placesFor, splitText } from '../push/split-text.ts';
import type { ZaloSettings } from './settings.ts';

/** The `message` of a send call. */
export type ZaloMessage =
  | { readonly text: string }
  | { readonly text: string; readonly attachment: { readonly type: 'template'; readonly payload: object } }
  | { readonly attachment: { readonly type: 'template' | 'file'; readonly payload: object } };

export type ZaloPart = WordsPart | FilePart;

export interface WordsPart {
  readonly kind: 'words';
  /** Nothing where only files are sent and they need no opening; the place is kept all the same. */
  readonly text: string;
  readonly message: ZaloMessage;
  /** What to send instead when the platform does not take the buttons. */
  readonly fallback?: readonly { readonly text: string }[];
}

/** Uploaded when its turn comes. */
export interface FilePart {
  readonly kind: 'file';
  readonly file: AttachmentRef;
}

type Rule = Pick<ZaloSettings, 'limits' | 'taps' | 'buttonTemplateType'>;

/**
 * The messages of one reply. `opening` goes in front of the first and has its room kept in all of
 * them, so that a later try cuts at the same places. Files come after the words, each by itself.
 */
export function zaloParts(
  asked: Composed,
  rule: Rule,
  opening: { readonly text: string; readonly room: number },
): readonly ZaloPart[] {
  const most = rule.limits.textLength - opening.room;
  const reply = withRoom(asked, rule);
  const fits = reply.buttons.length > 0 && canShow(reply.buttons, rule);
  const texts = placesFor(splitText(fits ? reply.text : withNumbers(reply), most));
  const words = texts.map((text, index): WordsPart => {
    const whole = (index === 0 ? `${opening.text}${text}` : text).trimEnd();
    if (!fits || index < texts.length - 1) return { kind: 'words', text: whole, message: { text: whole } };
    const fallback = splitText(withNumbers({ text: whole, buttons: reply.buttons }), rule.limits.textLength);
    return {
      kind: 'words',
      text: whole,
      message: withButtons(whole, reply.buttons, rule),
      fallback: fallback.map((each) => ({ text: each })),
    };
  });
  return [...words, ...asked.files.map((file): FilePart => ({ kind: 'file', file }))];
}

/** An uploaded picture or document as a message, by the id that the upload gave. */
export function zaloFile({ contentType }: AttachmentRef, uploadId: string): ZaloMessage {
  if (!isPicture(contentType)) return { attachment: { type: 'file', payload: { token: uploadId } } };
  const elements = [{ media_type: 'image', attachment_id: uploadId }];
  return { attachment: { type: 'template', payload: { template_type: 'media', elements } } };
}

/**
 * Choices come first, then pages to open: where both do not fit, the addresses are said. Numbers to call are
 * buttons as far as there is room, and stand in the text in any case.
 */
function withRoom(asked: Words, { limits }: Rule): Words {
  const { text, buttons } = withoutLinks(asked, limits.buttons);
  const others = buttons.filter(({ style }) => style !== 'call').length;
  let room = Math.max(0, limits.buttons - others);
  const shown = buttons.filter(({ style, value }) => {
    if (style !== 'call' || !text.includes(numberOf(value))) return true;
    room -= 1;
    return room >= 0;
  });
  return { text, buttons: shown };
}

function withoutLinks({ text, buttons }: Words, most: number): Words {
  const links = buttons.filter(({ style }) => style === 'link');
  const choices = buttons.filter(({ style }) => style === 'choice').length;
  if (links.length === 0 || choices + links.length <= most) return { text, buttons };
  const lines = linesFor(links, text).join('\n');
  return {
    text: lines === '' ? text : `${text}\n\n${lines}`,
    buttons: buttons.filter(({ style }) => style !== 'link'),
  };
}

function canShow(buttons: readonly Button[], { limits }: Rule): boolean {
  const short = ({ title, value }: Button): boolean =>
    title.length <= limits.buttonTitleLength && value.length <= 900;
  return buttons.length <= limits.buttons && buttons.every(short);
}

function withButtons(text: string, buttons: readonly Button[], rule: Rule): ZaloMessage {
  const kind = rule.buttonTemplateType === undefined ? {} : { template_type: rule.buttonTemplateType };
  return {
    text,
    attachment: {
      type: 'template',
      payload: { ...kind, buttons: buttons.map((button) => buttonOf(button, rule)) },
    },
  };
}

function buttonOf({ title, value, style }: Button, { taps }: Rule): object {
  if (style === 'call') return { title, type: 'oa.open.phone', payload: { phone_code: numberOf(value) } };
  if (style === 'link') return { title, type: 'oa.open.url', payload: { url: value } };
  // Shown taps appear in the chat as the person's own words, so they must be words; hidden ones carry our value.
  if (taps === 'show') return { title, type: 'oa.query.show', payload: title };
  return { title, type: 'oa.query.hide', payload: `${tapped}${value}` };
}

/** Nothing in an event says that it was a button; the mark in front does. `#` is the platform's convention. */
const tapped = '#b:';
const tappedText = /^#b:([\w.!:-]{1,900})$/u;

/** The value of a tapped button; anything that is not exactly of our making is what a person wrote. */
export function readTapped(text: string): string | undefined {
  return tappedText.exec(text)?.[1];
}
