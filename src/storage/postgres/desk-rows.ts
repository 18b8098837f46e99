import { sql } from 'kysely';
import { z } from 'zod';
import type { DeskChat, DeskHandoff, HeldChat, Offer } from '../../conversations/handoff/ports.ts';
import { skillsFor } from '../../conversations/handoff/queue.ts';
import { ChannelName } from '../../domain/channel.ts';
import { HandoffState } from '../../domain/handoff.ts';
import { Holder } from '../../domain/holder.ts';
import { ConversationId, HandoffId, StaffId } from '../../domain/ids.ts';
import { Urgency } from '../../domain/urgency.ts';

const StoredOffer = z.object({ from: StaffId, to: StaffId, at: z.coerce.date(), epoch: z.number() });

const Row = z.object({
  id: ConversationId,
  channel: ChannelName,
  holder: z.string(),
  epoch: z.number(),
  last_seq: z.number(),
  urgency: Urgency,
  created_at: z.date(),
  last_person_at: z.date(),
  handoff_id: HandoffId.nullable(),
  reason: z.string().nullable(),
  state: HandoffState.nullable(),
  opened_at: z.date().nullable(),
  waiting_since: z.date().nullable(),
  held_since: z.date().nullable(),
  staff_id: StaffId.nullable(),
  step: z.number().nullable(),
  offer: z.string().nullable(),
  legal_state: z.enum(['running', 'soon', 'over']).nullable(),
  told_seq: z.number().nullable(),
  excluded: z.array(StaffId),
});

const HeldRow = Row.extend({
  last_seen_at: z.date().nullable(),
  last_spoke_at: z.date().nullable(),
  unanswered_since: z.date().nullable(),
});

/**
 * A conversation with the handoff that counts: the holder's own, else the last one. The holder's JSON is
 * the truth of who speaks; the handoff's row only keeps its clocks.
 */
export const chatColumns = sql`
  c.id, c.channel, c.holder, c.epoch, c.last_seq, c.urgency, c.created_at, c.last_person_at,
  h.id as handoff_id, h.reason, h.state, h.opened_at, h.waiting_since, h.held_since, h.staff_id, h.step, h.offer, h.legal_state, h.told_seq,
  array(select e.staff_id from exclusion e where e.subject_id = c.id)::text[] as excluded`;

export const chatTables = sql`
  conversation c left join lateral (
    select * from handoff f where f.conversation_id = c.id
    order by (f.id::text = c.holder::json->>'handoffId') desc nulls last, f.opened_at desc limit 1
  ) h on true`;

export function chatOf(row: unknown): DeskChat {
  return toChat(Row.parse(row));
}

export function heldOf(row: unknown): HeldChat {
  const held = HeldRow.parse(row);
  return {
    ...toChat(held),
    lastSeenAt: held.last_seen_at,
    lastSpokeAt: held.last_spoke_at,
    unansweredSince: held.unanswered_since,
  };
}

function toChat(row: z.infer<typeof Row>): DeskChat {
  return {
    id: row.id,
    channel: row.channel,
    holder: Holder.parse(JSON.parse(row.holder)),
    epoch: row.epoch,
    lastSeq: row.last_seq,
    urgency: row.urgency,
    createdAt: row.created_at,
    lastPersonAt: row.last_person_at,
    handoff: handoffOf(row),
    excluded: row.excluded,
  };
}

function handoffOf(row: z.infer<typeof Row>): DeskHandoff | null {
  const { handoff_id: id, reason, state, opened_at: openedAt, step, legal_state: legalState } = row;
  if (
    id === null ||
    reason === null ||
    state === null ||
    openedAt === null ||
    step === null ||
    legalState === null
  )
    return null;
  return {
    id,
    reason,
    state,
    openedAt,
    waitingSince: row.waiting_since ?? openedAt,
    heldSince: row.held_since,
    staffId: row.staff_id,
    step,
    skills: skillsFor(reason),
    offer: offerOf(row),
    legalState,
    toldSeq: row.told_seq ?? 0,
  };
}

function offerOf({ offer, epoch }: z.infer<typeof Row>): Offer | null {
  if (offer === null) return null;
  const stored = StoredOffer.parse(JSON.parse(offer));
  return stored.epoch === epoch ? stored : null;
}
