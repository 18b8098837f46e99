import type { Button } from '../../domain/message.ts';
import { type Composed, inWords, withNumbers } from '../push/compose.ts';
import { splitText } from '../push/split-text.ts';
import type { MessengerSettings } from './settings.ts';

export interface MessengerPart {
  readonly message: object;
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

type Rule = Pick<MessengerSettings, 'limits'>;

/** The messages of one reply; `opening` as for all channels: in front of the first, its room kept in all. */
export function messengerParts(
  reply: Composed,
  rule: Rule,
  opening: { readonly text: string; readonly room: number },
): readonly MessengerPart[] {
  const most = rule.limits.textLength - opening.room;
  if (isLinkCard(reply, opening.room))
    return [{ message: linkCard(`${opening.text}${reply.text}`, reply.buttons) }];
  const { text, quickReplies } = withQuickReplies(reply, rule);
  const texts = splitText(text, most);
  return texts.map((each, index) => {
    const whole = index === 0 ? `${opening.text}${each}` : each;
    // Quick replies vanish with the next message, so they stand at the last one.
    const last = index === texts.length - 1 && quickReplies.length > 0;
    return { message: { text: whole, ...(last ? { quick_replies: quickReplies } : {}) } };
  });
}

interface Asked {
  readonly text: string;
  readonly quickReplies: readonly object[];
}

/**
 * Choices as quick replies. A title longer than the platform shows is not cut: the choices are numbered
 * in the text and the numbers are the quick replies. Short numbers like 111 do not fit a call button
 * (it needs a country code), so calls and links are written out: phones make them tappable.
 */
function withQuickReplies({ text, buttons }: Composed, { limits }: Rule): Asked {
  const choices = buttons.filter(({ style, value }) => style === 'choice' && value.length <= payloadLength);
  const lines = buttons.filter(({ style }) => style !== 'choice').map(inWords);
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

/** Only links, and all within the limits of a button template. */
function isLinkCard({ text, buttons }: Composed, room: number): boolean {
  const links =
    buttons.length > 0 && buttons.every(({ style, title }) => style === 'link' && title.length <= 20);
  return links && buttons.length <= templateButtons && text !== '' && text.length + room <= templateText;
}

function linkCard(text: string, buttons: readonly Button[]): object {
  const links = buttons.map(({ title, value }) => ({
    type: 'web_url',
    title,
    url: value,
    webview_height_ratio: 'full',
    // Such a link must not be passed on by a tap.
    webview_share_button: 'hide',
  }));
  return { attachment: { type: 'template', payload: { template_type: 'button', text, buttons: links } } };
}

export function imageMessage(image: { readonly url: string } | { readonly attachment_id: string }): object {
  return { attachment: { type: 'image', payload: image } };
}
