import { z } from 'zod';
import { Answer } from '../../../domain/answer.ts';
import { TranscriptBody } from '../../../domain/message.ts';
import { at, call, nothing, query, sendFile } from './call.ts';
import { LegalClock, Urgency } from './today.ts';

const SafeContact = z.object({
  window: z.object({ from: z.string(), to: z.string() }).nullable(),
  never: z.boolean(),
  stopWord: z.string().nullable(),
});
export type SafeContact = z.infer<typeof SafeContact>;

const Holder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bot') }),
  z.object({ kind: z.literal('queue') }),
  z.object({ kind: z.literal('staff'), id: z.string(), name: z.string(), you: z.boolean() }),
  z.object({ kind: z.literal('outside') }),
]);

const Limits = z.object({
  textLength: z.number(),
  takesFiles: z.boolean(),
  replyBudget: z.object({ replies: z.number(), within: z.number(), keptForStaff: z.number() }).nullable(),
  replyWindow: z.number().nullable(),
  repliesLeft: z.number().nullable(),
  windowEndsAt: z.string().nullable(),
});

const Chat = z.object({
  chatId: z.string(),
  handoffId: z.string().nullable(),
  pseudonym: z.string(),
  channel: z.string(),
  locale: z.string(),
  epoch: z.number(),
  lastSeq: z.number(),
  urgency: Urgency,
  reason: z.string().nullable(),
  holder: Holder,
  offer: z
    .object({ to: z.string(), toName: z.string(), from: z.string(), at: z.string(), expiresAt: z.string() })
    .nullable(),
  limits: Limits,
  otherPhone: z.boolean(),
  legal: LegalClock,
  report: z
    .object({ id: z.string(), answers: z.record(z.string(), Answer), urgency: Urgency, state: z.string() })
    .nullable(),
  safeContact: SafeContact.nullable(),
  blockedUntil: z.string().nullable(),
  /** What the bot knows so far, also before there is a report. */
  answers: z.record(z.string(), Answer).optional(),
  /** The person's own word of address, as a name in locales/<locale>/common.yaml; for canned replies. */
  address: z.string().nullish(),
});
export type Chat = z.infer<typeof Chat>;

const Entry = z.object({
  seq: z.number(),
  author: z.enum(['person', 'bot', 'staff', 'system']),
  at: z.string(),
  body: TranscriptBody,
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  delivery: z.enum(['read-by-person', 'waiting', 'sent', 'failed', 'refused']).nullable(),
  signs: z.array(z.object({ id: z.string(), urgency: Urgency, start: z.number(), end: z.number() })),
});
export type Entry = z.infer<typeof Entry>;

const Note = z.object({
  id: z.union([z.string(), z.number()]),
  at: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  kind: z.string(),
  text: z.string(),
  afterSeq: z.number(),
});
export type Note = z.infer<typeof Note>;

export const outcomes = [
  'helped',
  'referred',
  'passed-to-111',
  'passed-to-police',
  'information',
  'no-answer',
  'test',
  'other',
] as const;
export type Outcome = (typeof outcomes)[number];

const Transcript = z.object({ entries: z.array(Entry), lastSeq: z.number() });
const of = (chatId: string, rest = '') => `/chats/${at(chatId)}${rest}`;

/** Lines asked for at a time; fewer in an answer mean the end. */
const pageSize = 200;

export const chats = {
  pageSize,
  get: (id: string) => call('GET', of(id), Chat),
  transcript: (id: string, after: number) =>
    call('GET', `${of(id, '/transcript')}${query({ after, limit: pageSize })}`, Transcript),
  say: (id: string, message: { readonly text: string; readonly epoch: number; readonly clientId: string }) =>
    call('POST', of(id, '/messages'), z.object({ seq: z.number() }), message),
  sendFile: (id: string, file: Blob, message: { readonly epoch: number; readonly clientId: string }) =>
    sendFile(`${of(id, '/files')}${query(message)}`, z.object({ seq: z.number() }), file),
  typing: (id: string) => call('POST', of(id, '/typing'), nothing),
  notes: (id: string) => call('GET', of(id, '/notes'), z.object({ notes: z.array(Note) })),
  note: (id: string, text: string) => call('POST', of(id, '/notes'), Note, { text }),
  whisper: (id: string, text: string) => call('POST', of(id, '/whisper'), Note, { text }),
  transfer: (id: string, to: string, note: string) =>
    call('POST', of(id, '/transfer'), nothing, { to, note }),
  acceptTransfer: (id: string) => call('POST', of(id, '/transfer/accept'), z.object({ epoch: z.number() })),
  rejectTransfer: (id: string, reason: string) =>
    call('POST', of(id, '/transfer/reject'), nothing, { reason }),
  cancelTransfer: (id: string) => call('POST', of(id, '/transfer/cancel'), nothing),
  giveBack: (id: string, note: string) => call('POST', of(id, '/return'), nothing, { note }),
  close: (id: string, outcome: Outcome, note: string) =>
    call('POST', of(id, '/close'), nothing, note === '' ? { outcome } : { outcome, note }),
  conflict: (id: string, reason: string) => call('POST', of(id, '/conflict'), nothing, { reason }),
  urgency: (id: string, urgency: Urgency, reason: string) =>
    call('PUT', of(id, '/urgency'), nothing, { urgency, reason }),
  contact: (id: string, rule: SafeContact) => call('PUT', of(id, '/contact'), nothing, rule),
  block: (id: string, until: string, reason: string) =>
    call('POST', of(id, '/block'), nothing, { until, reason }),
  unblock: (id: string) => call('DELETE', of(id, '/block'), nothing),
};
