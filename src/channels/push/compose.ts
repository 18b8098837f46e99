import type { DueSending } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import type { Button, Outgoing, TranscriptBody } from '../../domain/message.ts';

/** What is said and what may be tapped. */
export interface Words {
  readonly text: string;
  readonly buttons: readonly Button[];
}

/** One reply, with those that are joined to it, before a platform's limits are applied. */
export interface Composed extends Words {
  /** Each goes as a message of its own after the words. */
  readonly files: readonly AttachmentRef[];
}

/** Joins bubbles with an empty line; buttons are gathered in order, each once. Nothing where there is nothing to send. */
export function compose(sending: DueSending): Composed | undefined {
  const messages = [sending.body, ...(sending.joined ?? [])].flatMap(messageOf);
  const buttons = new Map(
    messages.flatMap((message) => message.buttons).map((button) => [button.value, button]),
  );
  const text = messages
    .map((message) => message.text.trim())
    .filter((each) => each !== '')
    .join('\n\n');
  const files = messages.flatMap((message) => message.files ?? []);
  if (text === '' && buttons.size === 0 && files.length === 0) return undefined;
  return { text: text.normalize('NFC'), buttons: [...buttons.values()], files };
}

function messageOf(body: TranscriptBody): readonly Outgoing[] {
  return body.kind === 'replied' ? [body.message] : [];
}

/** Buttons as lines of text, for where they cannot be shown: the person types the number or the words. */
export function withNumbers({ text, buttons }: Words): string {
  const lines = buttons
    .filter(({ style }) => style === 'choice')
    .map(({ title }, index) => `${index + 1}. ${title}`);
  const others = linesFor(buttons, text);
  return [text, [...lines, ...others].join('\n')].filter((each) => each !== '').join('\n\n');
}

/** Call and link buttons as lines of text; what the text says already is not said twice. */
export function linesFor(buttons: readonly Button[], text: string): readonly string[] {
  return buttons
    .filter(({ style }) => style !== 'choice')
    .filter(({ value }) => !text.includes(numberOf(value)))
    .map(inWords);
}

/** A call or link button in words. A number that the title says already is not said twice. */
function inWords({ title, value }: Button): string {
  const shown = numberOf(value);
  return title.includes(shown) ? title : `${title}: ${shown}`;
}

/** `111` of `111` or `tel:111`; the address of a page is itself. */
export function numberOf(value: string): string {
  return value.replace(/^tel:/u, '');
}

/** Beyond this the person may have put the phone down, and someone else may read the notification. */
export const activeExchange = 10 * 60 * 1000;

/**
 * The words in front of a message that comes outside an active exchange: a lock screen shows the
 * first forty characters, and they must say nothing of why the person wrote.
 */
export function openingFor(opening: string, lastPersonAt: Date, now: Date): string {
  return now.getTime() - lastPersonAt.getTime() > activeExchange ? `${opening}\n\n` : '';
}
