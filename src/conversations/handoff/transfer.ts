import type { ConversationId, StaffId } from '../../domain/ids.ts';
import {
  type Changed,
  change,
  type DeskParts,
  type Plan,
  type Refused,
  refused,
  type Seen,
} from './change.ts';
import { hook, memberOf } from './desk.ts';
import { move } from './move.ts';
import type { NewEvent, Offer } from './ports.ts';
import { hasRoom } from './queue.ts';

export type OfferEnd = 'accepted' | 'rejected' | 'cancelled' | 'expired';

/** Handing a chat to a colleague: offered, then accepted or refused; until then the giver goes on speaking. */
export function transfers(parts: DeskParts) {
  return {
    offer: (
      id: ConversationId,
      given: { readonly by: StaffId; readonly to: StaffId; readonly note: string },
    ) => offer(parts, id, given),
    accept: (id: ConversationId, by: StaffId) => accept(parts, id, by),
    reject: (id: ConversationId, given: { readonly by: StaffId; readonly reason: string }) =>
      change(parts, id, (seen) =>
        endOffer(parts, seen, { how: 'rejected', by: given.by, reason: given.reason }),
      ),
    cancel: (id: ConversationId, by: StaffId) =>
      change(parts, id, (seen) => endOffer(parts, seen, { how: 'cancelled', by })),
    expire: (id: ConversationId) => change(parts, id, (seen) => expire(parts, seen)),
  };
}

async function offer(
  parts: DeskParts,
  id: ConversationId,
  given: { readonly by: StaffId; readonly to: StaffId; readonly note: string },
): Promise<Changed> {
  const { by, to, note } = given;
  const target = await memberOf(parts, to);
  if (target === undefined || target.presence === 'away' || to === by) return refused('absent');
  return change(parts, id, ({ held, chat }) => {
    const { holder, epoch } = held;
    if (holder.kind !== 'staff' || holder.staffId !== by) return refused('not-yours');
    if (chat.excluded.includes(to)) return refused('excluded');
    if (!hasRoom(target, chat.urgency)) return refused('full');
    const made: Offer = { from: by, to, at: parts.now(), epoch };
    return {
      handoff: { id: holder.handoffId, offer: made },
      noted: ['offer:made'],
      note: { by, kind: 'transfer', at: made.at, text: note },
      audit: [{ by, action: 'chat.offer' }],
      events: both(made, { kind: 'offer.made', conversationId: id, body: { from: by, to } }),
      // The colleague may have the console closed, and an offer stands for a minute only.
      deliveries: [{ way: 'push', target: to, body: { kind: 'offer', urgency: chat.urgency } }],
    };
  });
}

function accept(parts: DeskParts, id: ConversationId, by: StaffId): Promise<Changed> {
  return change(parts, id, ({ held, chat }) => {
    const made = standing(parts, chat.handoff?.offer);
    if (made === undefined || made.to !== by || held.holder.kind !== 'staff') return refused('no-offer');
    const { handoffId } = held.holder;
    const moved = move(held, { kind: 'passed', from: made.from, to: by, epoch: made.epoch });
    if (moved.kind !== 'moved') return refused('no-offer');
    return {
      moved,
      handoff: { id: handoffId, state: 'accepted', staffId: by, heldSince: parts.now(), offer: null },
      audit: [{ by, action: 'chat.accept-offer' }],
      events: both(made, ended(id, made, 'accepted')),
      deliveries: [hook('handoff.transferred', { conversationId: id, handoffId, memberId: by })],
    };
  });
}

function endOffer(
  parts: DeskParts,
  { chat }: Seen,
  how: { readonly how: OfferEnd; readonly by: StaffId; readonly reason?: string },
): Plan | Refused {
  const made = standing(parts, chat.handoff?.offer);
  const allowed = how.how === 'rejected' ? made?.to : made?.from;
  if (made === undefined || chat.handoff === null || allowed !== how.by) return refused('no-offer');
  const note =
    how.reason === undefined
      ? {}
      : { note: { by: how.by, kind: 'reject', at: parts.now(), text: how.reason } as const };
  return {
    handoff: { id: chat.handoff.id, offer: null },
    noted: [`offer:${how.how}`],
    ...note,
    audit: [{ by: how.by, action: `chat.offer-${how.how}` }],
    events: both(made, ended(chat.id, made, how.how)),
  };
}

/** The chat comes back to who offered it: nothing changes for the person. */
function expire(parts: DeskParts, { chat }: Seen): Plan | Refused {
  const made = chat.handoff?.offer ?? undefined;
  if (made === undefined || chat.handoff === null || standing(parts, made) !== undefined)
    return refused('no-offer');
  return {
    handoff: { id: chat.handoff.id, offer: null },
    noted: ['offer:expired'],
    events: both(made, ended(chat.id, made, 'expired')),
  };
}

/** An offer stands for a limited time only. */
export function standing(
  { clocks, now }: Pick<DeskParts, 'clocks' | 'now'>,
  made: Offer | null | undefined,
): Offer | undefined {
  if (made === null || made === undefined) return undefined;
  return now().getTime() - made.at.getTime() < clocks.transfer ? made : undefined;
}

function ended(id: ConversationId, { from, to }: Offer, how: OfferEnd): NewEvent {
  return { kind: 'offer.ended', conversationId: id, body: { from, to, how } };
}

function both({ from, to }: Offer, event: NewEvent): readonly NewEvent[] {
  return [from, to].map((member) => ({ ...event, to: member }));
}
