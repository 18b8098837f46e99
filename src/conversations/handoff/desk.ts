import type { AttachmentRef } from '../../domain/answer.ts';
import type { ConversationId, HandoffId, StaffId } from '../../domain/ids.ts';
import type { Outgoing } from '../../domain/message.ts';
import { mayAskAfter } from '../../domain/rating.ts';
import type { Urgency } from '../../domain/urgency.ts';
import {
  type Changed,
  change,
  type DeskParts,
  type Plan,
  type Refused,
  refused,
  type Seen,
} from './change.ts';
import { type HolderEvent, maySpeak, move } from './move.ts';
import type { DeskChat, DeskMember, NewDelivery } from './ports.ts';
import { chooseNext, hasRoom, type Waiter } from './queue.ts';

export type Taken =
  | {
      readonly kind: 'done';
      readonly conversationId: ConversationId;
      readonly handoffId: HandoffId;
      readonly epoch: number;
    }
  | Refused;

/** What staff may do with a conversation; who may do it is decided before (staff/can.ts). */
export function desk(parts: DeskParts) {
  return {
    takeNext: (by: StaffId) => takeNext(parts, by),
    assign: (
      handoffId: HandoffId,
      who: { readonly by: StaffId; readonly to: StaffId; readonly reason: string },
    ) => assign(parts, handoffId, who),
    say: (id: ConversationId, words: StaffMessage) => say(parts, id, words),
    note: (
      id: ConversationId,
      note: { readonly by: StaffId; readonly text: string; readonly whisper: boolean },
    ) =>
      change(parts, id, () => ({
        note: { by: note.by, kind: note.whisper ? 'whisper' : 'note', at: parts.now(), text: note.text },
      })),
    requeue: (id: ConversationId, given: Given) => requeue(parts, id, given),
    giveBack: (id: ConversationId, given: Given & { readonly urgency?: Urgency }) =>
      giveBack(parts, id, given),
    close: (id: ConversationId, given: Given & { readonly outcome: string }) => close(parts, id, given),
    conflict: (id: ConversationId, given: { readonly by: StaffId; readonly reason: string }) =>
      conflict(parts, id, given),
    setUrgency: (
      id: ConversationId,
      given: { readonly by: StaffId; readonly urgency: Urgency; readonly reason: string },
    ) =>
      change(parts, id, () => ({
        urgency: given.urgency,
        noted: [`urgency:${given.urgency}`],
        audit: [{ by: given.by, action: 'chat.urgency', reason: given.reason }],
      })),
  };
}

interface Given {
  readonly by: StaffId;
  readonly note: string;
}

/** The most urgent person waiting; if another worker was faster, the next one. */
async function takeNext(parts: DeskParts, by: StaffId): Promise<Taken> {
  for (;;) {
    const member = await memberOf(parts, by);
    if (member === undefined) return refused('absent');
    const choice = chooseNext(waitersOf(await parts.desk.waiting()), member, {
      now: parts.now(),
      patience: parts.clocks.skills,
    });
    if (choice.kind !== 'next') return refused(choice.kind);
    const taken = await take(parts, choice.waiter, { by, to: by });
    const lost = taken.kind === 'refused' && (taken.why === 'taken' || taken.why === 'not-waiting');
    if (!lost) return taken;
  }
}

async function assign(
  parts: DeskParts,
  handoffId: HandoffId,
  who: { readonly by: StaffId; readonly to: StaffId; readonly reason: string },
): Promise<Taken> {
  const chat = await parts.desk.byHandoff(handoffId);
  const waiter = chat === undefined ? undefined : waiterOf(chat);
  if (waiter === undefined || waiter.handoffId !== handoffId) return refused('not-waiting');
  const member = await memberOf(parts, who.to);
  if (member === undefined || member.presence === 'away') return refused('absent');
  if (waiter.excluded.includes(who.to)) return refused('excluded');
  if (!hasRoom(member, waiter.urgency)) return refused('full');
  return take(parts, waiter, who);
}

async function take(
  parts: DeskParts,
  waiter: Waiter,
  who: { readonly by: StaffId; readonly to: StaffId; readonly reason?: string },
): Promise<Taken> {
  const { handoffId, conversationId } = waiter;
  const done = await change(parts, conversationId, (seen) => planTake(parts, seen, { ...who, handoffId }));
  return done.kind === 'refused' ? done : { kind: 'done', conversationId, handoffId, epoch: done.held.epoch };
}

export function planTake(
  parts: DeskParts,
  { held, open }: Seen,
  who: {
    readonly handoffId: HandoffId;
    readonly by: StaffId;
    readonly to: StaffId;
    readonly reason?: string;
  },
): Plan | Refused {
  const { handoffId } = who;
  const moved = move(held, { kind: 'taken', handoffId, by: who.to });
  // A repeated request for what is already theirs changes nothing.
  if (moved.kind === 'same') return {};
  if (moved.kind === 'refused') return moved;
  const audit = {
    by: who.by,
    action: who.by === who.to ? 'chat.take' : 'chat.assign',
    ...(who.reason === undefined ? {} : { reason: who.reason }),
  };
  return {
    moved,
    handoff: { id: handoffId, state: 'accepted', staffId: who.to, heldSince: parts.now(), offer: null },
    audit: [audit],
    deliveries: [hook('handoff.accepted', { conversationId: open.id, handoffId, memberId: who.to })],
  };
}

export interface StaffMessage {
  readonly by: StaffId;
  readonly text: string;
  readonly epoch: number;
  /** The browser's own id of this message: sent again, it is not said again. */
  readonly clientId: string;
  readonly files?: readonly AttachmentRef[];
}

async function say(parts: DeskParts, id: ConversationId, words: StaffMessage): Promise<Changed> {
  const { by, epoch, clientId, text, files } = words;
  const done = await change(parts, id, async ({ held }) => {
    if ((await parts.desk.sentSeq(id, clientId)) !== undefined) return refused('moved-on');
    const may = maySpeak(held, by, epoch);
    return may === 'yes' ? { said: staffMessage(text, files), sent: { clientId, by } } : refused(may);
  });
  const seq = await parts.desk.sentSeq(id, clientId);
  if (done.kind === 'done' || seq === undefined) return done;
  const chat = await parts.desk.chat(id);
  return chat === undefined ? done : { kind: 'done', held: chat, seq };
}

export function staffMessage(text: string, files: readonly AttachmentRef[] = []): Outgoing {
  const sent = files.length === 0 ? {} : { files: [...files] };
  return { key: 'staff', text, buttons: [], expects: 'text', ...sent };
}

function requeue(parts: DeskParts, id: ConversationId, { by, note }: Given): Promise<Changed> {
  return change(parts, id, (seen) => {
    const { epoch } = seen.held;
    const plan = waitAgain(parts, seen, { kind: 'requeued', by, epoch });
    return 'kind' in plan
      ? plan
      : {
          ...plan,
          note: { by, kind: 'transfer', at: parts.now(), text: note },
          audit: [{ by, action: 'chat.requeue' }],
        };
  });
}

function giveBack(
  parts: DeskParts,
  id: ConversationId,
  given: Given & { readonly urgency?: Urgency },
): Promise<Changed> {
  return change(parts, id, (seen) => planReturn(parts, seen, { ...given, epoch: seen.held.epoch }));
}

/** Giving the word back as it was seen at an epoch. */
export function planReturn(
  parts: DeskParts,
  seen: Seen,
  given: Given & { readonly epoch: number; readonly urgency?: Urgency },
): Plan | Refused {
  const { by, epoch, note, urgency = 'routine' } = given;
  const plan = end(parts, seen, { event: { kind: 'returned', by, epoch }, outcome: 'returned' });
  if ('kind' in plan) return plan;
  return {
    ...plan,
    urgency,
    note: { by, kind: 'return', at: parts.now(), text: note },
    audit: [{ by, action: 'chat.return' }],
  };
}

function close(
  parts: DeskParts,
  id: ConversationId,
  given: Given & { readonly outcome: string },
): Promise<Changed> {
  return change(parts, id, (seen) => planClose(parts, seen, { ...given, epoch: seen.held.epoch }));
}

export function planClose(
  parts: DeskParts,
  seen: Seen,
  given: Given & { readonly epoch: number; readonly outcome: string },
): Plan | Refused {
  const { by, epoch, note, outcome } = given;
  const plan = end(parts, seen, { event: { kind: 'closed', by, epoch }, outcome });
  if ('kind' in plan) return plan;
  const noted = note === '' ? {} : { note: { by, kind: 'close', at: parts.now(), text: note } as const };
  const { urgency } = seen.chat;
  return {
    ...plan,
    urgency: 'routine',
    ...(mayAskAfter(outcome, urgency) ? { rate: { urgency, closing: outcome } } : {}),
    ...noted,
    audit: [{ by, action: 'chat.close', reason: outcome }],
  };
}

/** "I know these people": the chat leaves this member, or the queue as they see it, for good. */
function conflict(
  parts: DeskParts,
  id: ConversationId,
  { by, reason }: { readonly by: StaffId; readonly reason: string },
): Promise<Changed> {
  return change(parts, id, (seen) => {
    const mine = seen.held.holder.kind === 'staff' && seen.held.holder.staffId === by;
    const plan = mine ? waitAgain(parts, seen, { kind: 'requeued', by, epoch: seen.held.epoch }) : {};
    if ('kind' in plan) return plan;
    return {
      ...plan,
      exclude: by,
      note: { by, kind: 'conflict', at: parts.now(), text: reason },
      audit: [{ by, action: 'chat.conflict' }],
    };
  });
}

/** Moves the conversation back into the queue; its clocks start anew. */
export function waitAgain(parts: DeskParts, { held, chat }: Seen, event: HolderEvent): Plan | Refused {
  const moved = move(held, event);
  if (moved.kind === 'refused') return moved;
  if (moved.kind === 'same' || moved.held.holder.kind !== 'queue') return refused('no-one');
  const { handoffId } = moved.held.holder;
  const fresh = {
    state: 'open',
    staffId: null,
    heldSince: null,
    waitingSince: parts.now(),
    step: 0,
    nextAt: null,
    offer: null,
  } as const;
  return {
    moved,
    handoff: { id: handoffId, ...fresh },
    deliveries: [hook('handoff.waiting', { conversationId: chat.id, handoffId, why: moved.noted })],
  };
}

function end(
  parts: DeskParts,
  { held, chat }: Seen,
  how: { readonly event: HolderEvent; readonly outcome: string },
): Plan | Refused {
  const moved = move(held, how.event);
  if (moved.kind === 'refused') return moved;
  if (moved.kind === 'same' || held.holder.kind !== 'staff') return refused('no-one');
  const { handoffId } = held.holder;
  const state = how.event.kind === 'closed' ? 'closed' : 'returned';
  return {
    moved,
    handoff: { id: handoffId, state, outcome: how.outcome, endedAt: parts.now(), offer: null },
    deliveries: [hook(`handoff.${state}`, { conversationId: chat.id, handoffId, outcome: how.outcome })],
  };
}

export function hook(event: string, body: NewDelivery['body']): NewDelivery {
  return { way: 'webhook', target: event, body };
}

export async function memberOf(parts: DeskParts, id: StaffId): Promise<DeskMember | undefined> {
  return (await parts.roster.members()).find((member) => member.id === id && member.active);
}

export function waitersOf(chats: readonly DeskChat[]): readonly Waiter[] {
  return chats.flatMap((chat) => {
    const waiter = waiterOf(chat);
    return waiter === undefined ? [] : [waiter];
  });
}

function waiterOf({ id, holder, handoff, urgency, excluded, createdAt }: DeskChat): Waiter | undefined {
  if (holder.kind !== 'queue') return undefined;
  return {
    handoffId: holder.handoffId,
    conversationId: id,
    urgency,
    waitingSince: handoff?.waitingSince ?? createdAt,
    skills: handoff?.skills ?? [],
    excluded,
  };
}
