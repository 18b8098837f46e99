import type { ConversationId, HandoffId } from '../../domain/ids.ts';
import { partnerDesk } from '../../domain/staff.ts';
import { unreachable } from '../../domain/unreachable.ts';
import {
  type Changed,
  change,
  type DeskParts,
  type Plan,
  type Refused,
  refused,
  type Seen,
} from './change.ts';
import { hook, planClose, planReturn, planTake, staffMessage, waitAgain } from './desk.ts';
import { maySpeak } from './move.ts';
import type { HeldChat } from './ports.ts';

/**
 * What a desk of the Centre's own does with a conversation. `epoch` is the one it saw; without one (a desk
 * behind Direct Line does not know it) the present one counts, and only the holder is compared.
 */
export type PartnerStep =
  | { readonly kind: 'accept'; readonly handoffId?: HandoffId }
  | { readonly kind: 'say'; readonly text: string; readonly epoch?: number }
  | { readonly kind: 'return'; readonly note: string; readonly epoch?: number }
  | { readonly kind: 'close'; readonly outcome: string; readonly note: string; readonly epoch?: number }
  | { readonly kind: 'decline'; readonly note: string; readonly epoch?: number };

export interface PartnerCall {
  readonly conversationId: ConversationId;
  /** The call's own id: the same call again is answered like the first one and changes nothing. */
  readonly callId: string;
  readonly step: PartnerStep;
}

/** Carries out one call of the other desk; the same rule of who may speak holds for it as for everyone. */
export async function byPartner(parts: DeskParts, call: PartnerCall): Promise<Changed> {
  const { conversationId, callId, step } = call;
  const before = await doneBefore(parts, call);
  if (before !== undefined) return before;
  const done = await change(parts, conversationId, async (seen) => {
    if ((await parts.desk.called(callId)) !== undefined) return refused('moved-on');
    const plan = planFor(parts, seen, step);
    return 'kind' in plan ? plan : { ...plan, call: callId };
  });
  return done.kind === 'done' ? done : ((await doneBefore(parts, call)) ?? done);
}

async function doneBefore(
  parts: DeskParts,
  { conversationId, callId }: PartnerCall,
): Promise<Changed | undefined> {
  const called = await parts.desk.called(callId);
  if (called === undefined) return undefined;
  if (called.conversationId !== conversationId) return refused('not-found');
  const chat = await parts.desk.chat(conversationId);
  if (chat === undefined) return refused('not-found');
  return { kind: 'done', held: { holder: chat.holder, epoch: called.epoch }, seq: called.seq };
}

function planFor(parts: DeskParts, seen: Seen, step: PartnerStep): Plan | Refused {
  const by = partnerDesk;
  const { epoch: now, holder } = seen.held;
  const epoch = step.kind === 'accept' ? now : (step.epoch ?? now);
  switch (step.kind) {
    case 'accept': {
      if (holder.kind === 'bot') return refused('not-waiting');
      return planTake(parts, seen, { by, to: by, handoffId: step.handoffId ?? holder.handoffId });
    }
    case 'say': {
      const may = maySpeak(seen.held, by, epoch);
      return may === 'yes' ? { said: staffMessage(step.text) } : refused(may);
    }
    case 'return':
      return planReturn(parts, seen, { by, note: step.note, epoch });
    case 'close':
      return planClose(parts, seen, { by, outcome: step.outcome, note: step.note, epoch });
    case 'decline':
      return decline(parts, seen, { note: step.note, epoch });
    default:
      return unreachable(step);
  }
}

/** It cannot help: who waits goes on waiting for our own people, and they see that. */
function decline(
  parts: DeskParts,
  seen: Seen,
  { note, epoch }: { readonly note: string; readonly epoch: number },
): Plan | Refused {
  const by = partnerDesk;
  if (seen.held.holder.kind === 'bot') return refused('not-waiting');
  if (seen.held.epoch !== epoch) return refused('stale');
  const plan =
    seen.held.holder.kind === 'queue' ? {} : waitAgain(parts, seen, { kind: 'requeued', by, epoch });
  if ('kind' in plan) return plan;
  return {
    ...plan,
    noted: ['desk:declined'],
    ...(note === '' ? {} : { note: { by, kind: 'reject', at: parts.now(), text: note } as const }),
    audit: [{ by, action: 'chat.requeue' }],
  };
}

/** Tells the desk that holds this chat of new lines; which words they are is looked up when the call is made. */
export async function tellPartner(parts: DeskParts, chat: HeldChat): Promise<boolean> {
  const { holder, handoff, lastSeq } = chat;
  if (parts.webhookWords !== true || holder.kind !== 'staff' || holder.staffId !== partnerDesk) return false;
  if (handoff === null || handoff.toldSeq >= lastSeq) return false;
  const { id, toldSeq } = handoff;
  const done = await change(parts, chat.id, ({ held }) => {
    if (held.epoch !== chat.epoch) return refused('stale');
    const body = { conversationId: chat.id, handoffId: id, epoch: held.epoch, after: toldSeq, upTo: lastSeq };
    return { handoff: { id, toldSeq: lastSeq }, deliveries: [hook('message', body)] };
  });
  return done.kind === 'done';
}
