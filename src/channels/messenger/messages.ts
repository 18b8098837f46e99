import type { AttachmentRef } from '../../domain/answer.ts';
import { isPicture } from '../../domain/file-kind.ts';
import type { Button } from '../../domain/message.ts';
import { type Composed, linesFor, numberOf, type Words, withNumbers } from '../push/compose.ts';
import { placesFor, splitText } from '../push/split-text.ts';
import type { MessengerSettings } from './settings.ts';

export interface MessengerPart {
  readonly message: object;
  /** What to send instead when the platform does not take the buttons. */
  readonly fallback?: object;
  /** Sent along with the message; it cannot have words as well. */
  readonly file?: AttachmentRef;
}

/** What we send along with each part and get back in its echo. It passes through Meta, so it says nothing. */
export function markOf(sendingId: string, part: number): string {
  return `out:${sendingId}:${part}`;
}

export function isOurMark(metadata: string): boolean {
  return /^out:\d{1,20}:\d{1,4}$/u.test(metadata);
}

/** The payload of a menu line or ice breaker: its title is taken as if the person had written it. */
export const saidPayload = 'said';

const templateText = 640;
const templateButtons = 3;
const payloadLength = 1000;

type Rule = Pick<MessengerSettings, 'limits' | 'callButtons'>;

/** The messages of one reply: the words, then each file by itself, so that an opening stands in front of it. */
export function messengerParts(
  reply: Composed,
  rule: Rule,
  opening: { readonly text: string; readonly room: number },
): readonly MessengerPart[] {
  return [...wordsParts(reply, rule, opening), ...reply.files.map(filePart)];
}

function filePart(file: AttachmentRef): MessengerPart {
  const type = isPicture(file.contentType) ? 'image' : 'file';
  return { message: { attachment: { type, payload: { is_reusable: false } } }, file };
}

/** Files alone, and no opening needed in front of them: the place is kept, and nothing is sent. */
export function isEmpty({ message }: MessengerPart): boolean {
  return 'text' in message && message.text === '';
}

/** `opening` as for all channels: in front of the first, its room kept in all. */
function wordsParts(
  reply: Words,
  rule: Rule,
  opening: { readonly text: string; readonly room: number },
): readonly MessengerPart[] {
  const most = rule.limits.textLength - opening.room;
  if (isLinkCard(reply, rule, opening.room)) return [linkCard(reply, opening.text)];
  const { text, quickReplies } = withQuickReplies(reply, rule);
  const texts = placesFor(splitText(text, most));
  return texts.map((each, index) => {
    const whole = (index === 0 ? `${opening.text}${each}` : each).trimEnd();
    // Quick replies vanish with the next message, so they stand at the last one.
    const last = index === texts.length - 1;
    const plain = {
      text: whole,
      ...(last && quickReplies.length > 0 ? { quick_replies: quickReplies } : {}),
    };
    const calls = last && rule.callButtons ? callsOf(reply) : [];
    if (calls.length === 0 || whole.length > templateText) return { message: plain };
    const { text: _text, ...rest } = plain;
    return { message: { ...card(whole, calls.map(callButton)), ...rest }, fallback: plain };
  });
}

function callsOf({ buttons }: Words): readonly Button[] {
  return buttons
    .filter(({ style, title }) => style === 'call' && title.length <= 20)
    .slice(0, templateButtons);
}

/** Meta asks for `+` and a country code, which 111 has none of its own: whether it is reached so must be tried. */
function callButton({ title, value }: Button): object {
  const number = numberOf(value);
  return { type: 'phone_number', title, payload: number.startsWith('+') ? number : `+84${number}` };
}

interface Asked {
  readonly text: string;
  readonly quickReplies: readonly object[];
}

/**
 * Choices as quick replies. A title longer than the platform shows is not cut: the choices are numbered
 * in the text and the numbers are the quick replies. Short numbers like 111 do not fit a call button
 * (it needs a country code), so unless the settings say otherwise calls stand in the text, as links do:
 * phones make them tappable.
 */
function withQuickReplies({ text, buttons }: Words, { limits }: Rule): Asked {
  const choices = buttons.filter(({ style, value }) => style === 'choice' && value.length <= payloadLength);
  const lines = linesFor(buttons, text);
  const body = (more: readonly string[]): string =>
    [text, ...more].filter((each) => each !== '').join('\n\n');
  if (choices.length > limits.buttons) return { text: withNumbers({ text, buttons }), quickReplies: [] };
  if (choices.every(({ title }) => title.length <= limits.buttonTitleLength)) {
    return { text: body(lines), quickReplies: choices.map(({ title, value }) => quickReply(title, value)) };
  }
  const quickReplies = choices.map(({ value }, index) => quickReply(String(index + 1), value));
  return { text: withNumbers({ text, buttons }), quickReplies };
}

function quickReply(title: string, payload: string): object {
  return { content_type: 'text', title, payload };
}

/** Only links, and all within the limits of a button template; said in words, they must fit one message, too. */
function isLinkCard(reply: Words, { limits }: Rule, room: number): boolean {
  const { text, buttons } = reply;
  const links =
    buttons.length > 0 && buttons.every(({ style, title }) => style === 'link' && title.length <= 20);
  const fits = text.length + room <= templateText && withNumbers(reply).length + room <= limits.textLength;
  return links && fits && buttons.length <= templateButtons && text !== '';
}

function linkCard({ text, buttons }: Words, opening: string): MessengerPart {
  const whole = `${opening}${text}`;
  return {
    message: card(whole, buttons.map(linkButton)),
    fallback: { text: withNumbers({ text: whole, buttons }) },
  };
}

function linkButton({ title, value }: Button): object {
  return {
    type: 'web_url',
    title,
    url: value,
    webview_height_ratio: 'full',
    // Such a link must not be passed on by a tap.
    webview_share_button: 'hide',
  };
}

function card(text: string, buttons: readonly object[]): object {
  return { attachment: { type: 'template', payload: { template_type: 'button', text, buttons } } };
}
