import type { Holder } from '../../domain/holder.ts';
import type { HandoffId, StaffId } from '../../domain/ids.ts';
import { outsideDesk } from '../../domain/staff.ts';
import type { TextKey } from '../../domain/text.ts';
import { unreachable } from '../../domain/unreachable.ts';

/** Who speaks, and how often that has changed. */
export interface Held {
  readonly holder: Holder;
  readonly epoch: number;
}

/** What can change the holder. `epoch` is the one the actor saw; an older one is refused. */
export type HolderEvent =
  | { readonly kind: 'requested'; readonly handoffId: HandoffId }
  | { readonly kind: 'taken'; readonly handoffId: HandoffId; readonly by: StaffId }
  | { readonly kind: 'passed'; readonly from: StaffId; readonly to: StaffId; readonly epoch: number }
  | { readonly kind: 'requeued'; readonly by: StaffId; readonly epoch: number }
  | { readonly kind: 'returned'; readonly by: StaffId; readonly epoch: number }
  | { readonly kind: 'closed'; readonly by: StaffId; readonly epoch: number }
  | { readonly kind: 'lease-ended'; readonly epoch: number }
  | { readonly kind: 'answered-outside'; readonly handoffId: HandoffId }
  | { readonly kind: 'returned-outside' }
  | { readonly kind: 'person-left' }
  | { readonly kind: 'another-wanted' };

export type MoveRefusal = 'taken' | 'not-waiting' | 'not-yours' | 'stale' | 'no-one';

export type Move =
  | {
      readonly kind: 'moved';
      readonly held: Held;
      /** The texts that tell the person, in order: who speaks now, truthfully. */
      readonly told: readonly TextKey[];
      /** The line of the transcript, for staff. */
      readonly noted: string;
    }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly why: MoveRefusal };

/** The one rule of who may take the word from whom. Every change raises the epoch by one. */
export function move(held: Held, event: HolderEvent): Move {
  switch (event.kind) {
    case 'requested':
      return request(held, event.handoffId);
    case 'taken':
      return take(held, event);
    case 'passed':
      return byHolder(held, { by: event.from, epoch: event.epoch }, (handoffId) =>
        to(
          held,
          { kind: 'staff', staffId: event.to, handoffId },
          { told: ['bot.staff-changed'], noted: 'passed' },
        ),
      );
    case 'requeued':
      return byHolder(held, event, (handoffId) =>
        to(held, { kind: 'queue', handoffId }, { told: ['bot.staff-changed'], noted: 'requeued' }),
      );
    case 'returned':
    case 'closed':
      return byHolder(held, event, () =>
        to(held, { kind: 'bot' }, { told: ['bot.staff-left'], noted: event.kind }),
      );
    case 'lease-ended':
      return endLease(held, event.epoch);
    case 'answered-outside':
      return answerOutside(held, event.handoffId);
    case 'returned-outside':
      return isOutside(held)
        ? to(held, { kind: 'bot' }, { told: ['bot.staff-left'], noted: 'returned-outside' })
        : { kind: 'same' };
    case 'person-left':
      return held.holder.kind === 'bot'
        ? { kind: 'same' }
        : to(held, { kind: 'bot' }, { told: ['bot.staff-left'], noted: 'person-left' });
    case 'another-wanted':
      return wantAnother(held);
    default:
      return unreachable(event);
  }
}

function request(held: Held, handoffId: HandoffId): Move {
  if (held.holder.kind !== 'bot') return { kind: 'same' };
  return to(held, { kind: 'queue', handoffId }, { told: [], noted: 'requested' });
}

function take(
  { holder, epoch }: Held,
  { handoffId, by }: { readonly handoffId: HandoffId; readonly by: StaffId },
): Move {
  if (holder.kind === 'staff' && holder.staffId === by && holder.handoffId === handoffId)
    return { kind: 'same' };
  if (holder.kind === 'staff') return { kind: 'refused', why: 'taken' };
  if (holder.kind === 'bot' || holder.handoffId !== handoffId) return { kind: 'refused', why: 'not-waiting' };
  return to(
    { holder, epoch },
    { kind: 'staff', staffId: by, handoffId },
    { told: ['bot.staff-joined'], noted: 'taken' },
  );
}

function byHolder(
  held: Held,
  actor: { readonly by: StaffId; readonly epoch: number },
  then: (handoffId: HandoffId) => Move,
): Move {
  const { holder, epoch } = held;
  if (holder.kind !== 'staff' || holder.staffId !== actor.by) return { kind: 'refused', why: 'not-yours' };
  if (epoch !== actor.epoch) return { kind: 'refused', why: 'stale' };
  return then(holder.handoffId);
}

function endLease(held: Held, epoch: number): Move {
  const { holder } = held;
  if (holder.kind !== 'staff') return { kind: 'refused', why: 'no-one' };
  if (held.epoch !== epoch) return { kind: 'refused', why: 'stale' };
  const next: Holder = { kind: 'queue', handoffId: holder.handoffId };
  return to(held, next, { told: ['bot.staff-left', 'bot.waiting'], noted: 'lease-ended' });
}

function isOutside({ holder }: Held): boolean {
  return holder.kind === 'staff' && holder.staffId === outsideDesk;
}

/** A reply typed in the platform's own inbox has already reached the person: it takes the word from everyone. */
function answerOutside(held: Held, handoffId: HandoffId): Move {
  const { holder } = held;
  if (isOutside(held)) return { kind: 'same' };
  const known = holder.kind === 'bot' ? handoffId : holder.handoffId;
  return to(
    held,
    { kind: 'staff', staffId: outsideDesk, handoffId: known },
    { told: [], noted: 'answered-outside' },
  );
}

function wantAnother(held: Held): Move {
  const { holder } = held;
  if (holder.kind !== 'staff') return { kind: 'same' };
  return to(
    held,
    { kind: 'queue', handoffId: holder.handoffId },
    { told: ['bot.staff-left', 'bot.waiting'], noted: 'another-wanted' },
  );
}

function to(
  { epoch }: Held,
  holder: Holder,
  how: { readonly told: readonly TextKey[]; readonly noted: string },
): Move {
  return { kind: 'moved', held: { holder, epoch: epoch + 1 }, ...how };
}

/** Whether `staffId` may speak to the person now, as they saw it at `epoch`. */
export function maySpeak(
  { holder, epoch }: Held,
  staffId: StaffId,
  seen: number,
): 'yes' | 'not-yours' | 'stale' {
  if (holder.kind !== 'staff' || holder.staffId !== staffId) return 'not-yours';
  return epoch === seen ? 'yes' : 'stale';
}
