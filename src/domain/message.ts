import { z } from 'zod';
import { AttachmentRef } from './answer.ts';
import { ChannelName } from './channel.ts';
import { Urgency } from './urgency.ts';

/**
 * What a person did: wrote, tapped (`value` is the button's), sent files, or one of the platform's
 * signals (opened the chat, withdrew a message, sent a sticker …).
 */
export const Content = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({
    kind: z.literal('button'),
    value: z.string().max(1000),
    title: z.string().max(1000).optional(),
  }),
  z.strictObject({
    kind: z.literal('attachments'),
    attachments: z.array(AttachmentRef),
    text: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('sticker') }),
  z.strictObject({ kind: z.literal('opened') }),
  z.strictObject({ kind: z.literal('withdrawn'), externalId: z.string() }),
  z.strictObject({ kind: z.literal('forget') }),
  z.strictObject({ kind: z.literal('staff-echo'), text: z.string() }),
  /** Whoever answered in the platform's own inbox has given the conversation back to us. */
  z.strictObject({ kind: z.literal('staff-returned') }),
]);
export type Content = Readonly<z.infer<typeof Content>>;

/** One event as a channel received and verified it. Ids are the platform's own, as strings. */
export const Incoming = z.strictObject({
  channel: ChannelName,
  senderId: z.string().min(1).max(500),
  externalId: z.string().min(1).max(500),
  /** Milliseconds since 1970, by the platform's clock; orders the messages of one person. */
  occurredAt: z.number().int(),
  content: Content,
});
export type Incoming = Readonly<z.infer<typeof Incoming>>;

/** A quick reply. `style` lets a channel turn 111 into a call button. */
export const Button = z.strictObject({
  title: z.string(),
  value: z.string(),
  style: z.enum(['choice', 'call', 'link']),
});
export type Button = Readonly<z.infer<typeof Button>>;

/** A message as the person will read it; `key` is its text key, for golden conversations and staff. */
export const Outgoing = z.strictObject({
  key: z.string(),
  text: z.string(),
  buttons: z.array(Button),
  /** What the next answer is, for the input field of a channel that has one. */
  expects: z.enum(['text', 'number', 'date', 'place', 'attachment', 'choice', 'nothing']),
  /** Pictures and documents that staff send along; the bot sends none. */
  files: z.array(AttachmentRef).optional(),
});
export type Outgoing = Readonly<z.infer<typeof Outgoing>>;

export const Author = z.enum(['person', 'bot', 'staff', 'system']);
export type Author = z.infer<typeof Author>;

/** One line of the transcript; `seq` counts from 1 in each conversation, without gaps. */
export interface TranscriptEntry {
  readonly seq: number;
  readonly author: Author;
  readonly at: Date;
  readonly body: TranscriptBody;
}

export const TranscriptBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('said'), content: Content, clientId: z.string().optional() }),
  z.strictObject({ kind: z.literal('replied'), message: Outgoing, replyTo: z.string().optional() }),
  z.strictObject({ kind: z.literal('noted'), event: z.string(), urgency: Urgency.optional() }),
]);
export type TranscriptBody = Readonly<z.infer<typeof TranscriptBody>>;

/** What stands in place of a line that showed a secret: nothing of its text or its buttons is left. */
export const secretRemoved = { kind: 'noted', event: 'secret-removed' } as const satisfies TranscriptBody;
