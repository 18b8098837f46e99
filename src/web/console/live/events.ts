import { z } from 'zod';

const at = { id: z.number(), at: z.string() };
const chat = { ...at, chatId: z.string() };
const urgency = z.enum(['routine', 'soon', 'urgent', 'immediate']);

/** What the server tells us (docs/console-api.md, Live events). Kinds we do not know are skipped, but counted. */
export const LiveEvent = z.discriminatedUnion('kind', [
  z.object({
    ...chat,
    kind: z.literal('handoff.opened'),
    handoffId: z.string(),
    urgency,
    reason: z.string(),
  }),
  z.object({
    ...chat,
    kind: z.literal('chat.holder'),
    holder: z.string(),
    memberId: z.string().nullish(),
    epoch: z.number(),
    urgency,
  }),
  z.object({ ...chat, kind: z.literal('chat.changed'), lastSeq: z.number(), urgency }),
  z.object({ ...chat, kind: z.literal('chat.note') }),
  z.object({ ...chat, kind: z.literal('offer.made'), from: z.string(), to: z.string() }),
  z.object({ ...chat, kind: z.literal('offer.ended'), from: z.string(), to: z.string(), how: z.string() }),
  z.object({
    ...chat,
    kind: z.literal('alarm'),
    handoffId: z.string(),
    step: z.number(),
    urgency,
    to: z.string(),
  }),
  z.object({
    ...at,
    kind: z.literal('legal'),
    chatId: z.string().nullish(),
    reportId: z.string().nullish(),
    state: z.string(),
  }),
  z.object({ ...at, kind: z.literal('presence'), memberId: z.string(), presence: z.string() }),
  z.object({ ...at, kind: z.literal('team') }),
  z.object({ ...at, kind: z.literal('report'), reportId: z.string() }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

/** The lines around the events. */
export const Line = z.looseObject({
  kind: z.string(),
  id: z.number().optional(),
  last: z.number().optional(),
  resumed: z.boolean().optional(),
});
