import { z } from 'zod';
import { Presence, Skill } from './account.ts';
import { at, call, nothing } from './call.ts';

export const Urgency = z.enum(['routine', 'soon', 'urgent', 'immediate']);
export type Urgency = z.infer<typeof Urgency>;

export const LegalClock = z.object({
  firstReceivedAt: z.string(),
  dueAt: z.string(),
  state: z.enum(['running', 'soon', 'over']),
});
export type LegalClock = z.infer<typeof LegalClock>;

const QueueItem = z.object({
  handoffId: z.string(),
  chatId: z.string(),
  pseudonym: z.string(),
  channel: z.string(),
  urgency: Urgency,
  reason: z.string(),
  openedAt: z.string(),
  waitingSince: z.string(),
  skills: z.array(Skill),
  unfinished: z.boolean(),
  safety: z.object({ step: z.number(), nextAt: z.string().nullable(), late: z.boolean() }),
  legal: LegalClock,
});
export type QueueItem = z.infer<typeof QueueItem>;

const ChatCard = z.object({
  handoffId: z.string().nullable(),
  chatId: z.string(),
  pseudonym: z.string(),
  channel: z.string(),
  urgency: Urgency,
  reason: z.string(),
  epoch: z.number(),
  lastSeq: z.number(),
  lastPersonAt: z.string(),
  unansweredSince: z.string().nullable(),
  legal: LegalClock,
  offeredTo: z.string().nullable(),
});
export type ChatCard = z.infer<typeof ChatCard>;

const Offer = z.object({
  chatId: z.string(),
  handoffId: z.string(),
  pseudonym: z.string(),
  urgency: Urgency,
  from: z.string(),
  fromName: z.string(),
  note: z.string(),
  at: z.string(),
  expiresAt: z.string(),
});
export type Offer = z.infer<typeof Offer>;

export const Colleague = z.object({
  id: z.string(),
  name: z.string(),
  presence: Presence,
  onShift: z.boolean(),
  duty: z.enum(['shift', 'first', 'second']).nullable(),
  chats: z.number(),
  capacity: z.number(),
  skills: z.array(Skill),
});
export type Colleague = z.infer<typeof Colleague>;

const Today = z.object({
  now: z.string(),
  hours: z.object({
    state: z.enum(['open', 'closed']),
    opensAt: z.string().nullable(),
    closesAt: z.string().nullable(),
    holiday: z.string().nullable(),
  }),
  queue: z.array(QueueItem),
  mine: z.array(ChatCard),
  offers: z.array(Offer),
  team: z.array(Colleague),
  me: z.object({
    chats: z.number(),
    capacity: z.number(),
    presence: Presence,
    heavyToday: z.number(),
    breakDue: z.boolean(),
  }),
});
export type Today = z.infer<typeof Today>;

export const Taken = z.object({ chatId: z.string(), handoffId: z.string(), epoch: z.number() });

export const desk = {
  today: () => call('GET', '/today', Today),
  presence: (presence: Presence) => call('POST', '/presence', nothing, { presence }),
  takeNext: () => call('POST', '/queue/take-next', Taken),
  assign: (handoffId: string, memberId: string, reason: string) =>
    call('POST', `/queue/${at(handoffId)}/assign`, Taken, { memberId, reason }),
};
