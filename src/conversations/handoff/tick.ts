import { randomUUID } from 'node:crypto';
import { type ConversationId, HandoffId, type StaffId } from '../../domain/ids.ts';
import { outsideDesk } from '../../domain/staff.ts';
import { isHard } from '../../domain/urgency.ts';
import { change, type DeskParts, refused } from './change.ts';
import { type Call, dueCall, legalClock } from './clocks.ts';
import { hook, waitAgain } from './desk.ts';
import { leaseEnd } from './lease.ts';
import { move } from './move.ts';
import { tellPartner } from './partner.ts';
import type { DeskChat, HeldChat, NewDelivery } from './ports.ts';
import { standing, transfers } from './transfer.ts';

/** What one sweep of the clocks did, for metrics and tests. */
export interface Ticked {
  readonly leasesEnded: number;
  readonly offersExpired: number;
  readonly rescued: number;
  readonly called: number;
  readonly legal: number;
  /** Chats of which another desk was told new lines. */
  readonly told: number;
}

const mostRescued = 50;

/**
 * One sweep over everything with a clock. All of it is read from the database, so it does not matter
 * which process does it, how many do, or for how long none was alive.
 */
export async function tick(parts: DeskParts): Promise<Ticked> {
  await parts.desk.reconcile(parts.now());
  const held = await parts.desk.held();
  const offersExpired = await count(held, (chat) => expireOffer(parts, chat));
  const leasesEnded = await count(held, (chat) => endLease(parts, chat));
  const quiet = await parts.desk.unfinished(
    new Date(parts.now().getTime() - parts.clocks.unfinished),
    mostRescued,
  );
  const rescued = await count(quiet, (id) => rescue(parts, id));
  const waiting = await parts.desk.waiting();
  const called = await count(waiting, (chat) => call(parts, chat));
  const told = await count(held, (chat) => tellPartner(parts, chat));
  const legal = await count([...waiting, ...held], (chat) => watchLaw(parts, chat));
  return { leasesEnded, offersExpired, rescued, called, legal, told };
}

async function count<T>(items: readonly T[], act: (item: T) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const item of items) if (await act(item)) done += 1;
  return done;
}

async function expireOffer(parts: DeskParts, chat: HeldChat): Promise<boolean> {
  const offer = chat.handoff?.offer;
  if (offer === null || offer === undefined || standing(parts, offer) !== undefined) return false;
  return (await transfers(parts).expire(chat.id)).kind === 'done';
}

async function endLease(parts: DeskParts, chat: HeldChat): Promise<boolean> {
  const why = leaseOver(parts, chat);
  if (why === undefined) return false;
  const done = await change(parts, chat.id, (seen) => {
    // The decision was made for this epoch; if it has moved on, someone else holds the chat.
    const plan = waitAgain(parts, seen, { kind: 'lease-ended', epoch: chat.epoch });
    return 'kind' in plan
      ? plan
      : { ...plan, noted: [`lease:${why}`], audit: [{ by: null, action: `chat.lease-${why}` }] };
  });
  return done.kind === 'done';
}

function leaseOver({ clocks, now }: DeskParts, chat: HeldChat) {
  if (chat.holder.kind !== 'staff') return undefined;
  const facts = {
    staffId: chat.holder.staffId,
    urgency: chat.urgency,
    heldSince: chat.handoff?.heldSince ?? chat.handoff?.openedAt ?? chat.createdAt,
    lastSeenAt: chat.lastSeenAt,
    lastSpokeAt: chat.lastSpokeAt,
    unansweredSince: chat.unansweredSince,
  };
  return leaseEnd(clocks.lease, facts, now());
}

/** Silence after a red answer: staff see it, the person is not written to (helpline-practice A2.15). */
async function rescue(parts: DeskParts, id: ConversationId): Promise<boolean> {
  const done = await change(parts, id, ({ held, open }) => {
    const handoffId = HandoffId.parse(randomUUID());
    const moved = move(held, { kind: 'requested', handoffId });
    if (moved.kind !== 'moved' || !isHard(open.urgency)) return refused('no-one');
    // Its first call, in this same sweep, tells the webhook.
    const opened = { id: handoffId, urgency: open.urgency, reason: 'unfinished', openedAt: parts.now() };
    return { moved, opened };
  });
  return done.kind === 'done';
}

async function call(
  parts: DeskParts,
  { id, holder, handoff, urgency, epoch, lastSeq }: DeskChat,
): Promise<boolean> {
  if (holder.kind !== 'queue' || handoff === null) return false;
  const due = dueCall(
    parts.clocks,
    { urgency, since: handoff.waitingSince, step: handoff.step },
    parts.now(),
  );
  if (due === undefined) return false;
  const deliveries = await deliveriesOf(parts, {
    due,
    chat: {
      id,
      handoffId: handoff.id,
      urgency,
      reason: handoff.reason,
      epoch,
      lastSeq,
      isFirst: handoff.step === 0,
    },
  });
  const told = due.tell ? [(await parts.isOpen(parts.now())) ? 'bot.waiting-long' : 'bot.after-hours'] : [];
  const done = await change(parts, id, ({ held }) => {
    if (held.holder.kind !== 'queue' || held.holder.handoffId !== handoff.id) return refused('not-waiting');
    return {
      told,
      handoff: {
        id: handoff.id,
        step: due.step,
        nextAt: due.nextAt,
        ifStep: handoff.step,
        ...(handoff.step === 0 ? { toldSeq: lastSeq } : {}),
      },
      events: [
        {
          kind: 'alarm',
          conversationId: id,
          body: { handoffId: handoff.id, step: due.step, urgency, to: due.call },
        },
      ],
      deliveries,
    };
  });
  return done.kind === 'done';
}

interface CalledFor {
  readonly due: Call;
  readonly chat: {
    readonly id: ConversationId;
    readonly handoffId: HandoffId;
    readonly urgency: DeskChat['urgency'];
    readonly reason: string;
    readonly epoch: number;
    readonly lastSeq: number;
    readonly isFirst: boolean;
  };
}

async function deliveriesOf(parts: DeskParts, { due, chat }: CalledFor): Promise<readonly NewDelivery[]> {
  const body = {
    conversationId: chat.id,
    handoffId: chat.handoffId,
    urgency: chat.urgency,
    step: due.step,
    to: due.call,
  };
  const people = await whom(parts, { due, chat });
  const ways = due.call === 'present' ? (['push'] as const) : (['push', 'mail'] as const);
  const { reason, epoch, lastSeq } = chat;
  // The first call of this wait, whichever step it is by now: a desk must hear of everyone.
  const first = chat.isFirst ? [hook('handoff.opened', { ...body, reason, epoch, upTo: lastSeq })] : [];
  const personal = people.flatMap((target) => ways.map((way): NewDelivery => ({ way, target, body })));
  return [...personal, ...first, hook('handoff.alarm', { ...body, members: people.length })];
}

/** Nobody on the roster for this step: in danger everyone who can answer is called, whatever the hour. */
async function whom(parts: DeskParts, { due, chat }: CalledFor): Promise<readonly StaffId[]> {
  const members = (await parts.roster.members()).filter(
    (member) => member.active && member.id !== outsideDesk,
  );
  const able = members.filter(({ roles }) => roles.includes('counsellor') || roles.includes('supervisor'));
  const present = able.filter(({ presence }) => presence === 'present').map(({ id }) => id);
  if (due.call === 'present') return present;
  const onDuty = await parts.roster.onDuty(due.call, parts.now());
  const called = [...new Set(due.call === 'shift' ? [...onDuty, ...present] : onDuty)].filter((id) =>
    able.some((member) => member.id === id),
  );
  return called.length === 0 && isHard(chat.urgency) ? able.map(({ id }) => id) : called;
}

/** The 12-hour clock of the law: staff are told when two hours are left, and when it has run out. */
async function watchLaw(parts: DeskParts, { id, handoff }: DeskChat): Promise<boolean> {
  if (handoff === null) return false;
  const { state } = legalClock(parts.clocks, handoff.openedAt, parts.now());
  if (state === 'running' || state === handoff.legalState) return false;
  const done = await change(parts, id, () => ({
    handoff: { id: handoff.id, legalState: state },
    events: [{ kind: 'legal', conversationId: id, body: { state } }],
    deliveries: [hook('handoff.legal', { conversationId: id, handoffId: handoff.id, state })],
  }));
  return done.kind === 'done';
}
