import type { ConversationId, HandoffId, StaffId } from '../../domain/ids.ts';
import type { Skill, StaffMember } from '../../domain/staff.ts';
import { compareUrgency, type Urgency } from '../../domain/urgency.ts';

/** Someone who waits for a person. */
export interface Waiter {
  readonly handoffId: HandoffId;
  readonly conversationId: ConversationId;
  readonly urgency: Urgency;
  readonly waitingSince: Date;
  readonly skills: readonly Skill[];
  /** Members with a conflict of interest: they do not see this conversation. */
  readonly excluded: readonly StaffId[];
}

export type Worker = Pick<StaffMember, 'id' | 'skills' | 'capacity'> & { readonly chats: number };

/** The most urgent first, then who has waited longest. */
export function byNeed(a: Waiter, b: Waiter): number {
  return compareUrgency(b.urgency, a.urgency) || a.waitingSince.getTime() - b.waitingSince.getTime();
}

/**
 * The queue as one worker is served from it. Skills break a tie between equally urgent people, but
 * never for `immediate`, and never for longer than `patience`: whoever has waited that long comes first.
 */
export function orderFor<T extends Waiter>(
  waiters: readonly T[],
  worker: Pick<Worker, 'id' | 'skills'>,
  when: { readonly now: Date; readonly patience: number },
): readonly T[] {
  const fits = (waiter: Waiter): number => {
    const patient = when.now.getTime() - waiter.waitingSince.getTime() < when.patience;
    if (waiter.urgency === 'immediate' || !patient) return 0;
    return waiter.skills.every((skill) => worker.skills.includes(skill)) ? 0 : 1;
  };
  return waiters
    .filter((waiter) => !waiter.excluded.includes(worker.id))
    .toSorted((a, b) => compareUrgency(b.urgency, a.urgency) || fits(a) - fits(b) || byNeed(a, b));
}

export type Choice<T> =
  | { readonly kind: 'next'; readonly waiter: T }
  | { readonly kind: 'nothing-waiting' | 'full' };

/** Nobody picks favourites: the worker asks, the rule chooses. */
export function chooseNext<T extends Waiter>(
  waiters: readonly T[],
  worker: Worker,
  when: { readonly now: Date; readonly patience: number },
): Choice<T> {
  const [first] = orderFor(waiters, worker, when);
  if (first === undefined) return { kind: 'nothing-waiting' };
  return hasRoom(worker, first.urgency) ? { kind: 'next', waiter: first } : { kind: 'full' };
}

/** One more than the capacity is taken for someone in immediate danger. */
export function hasRoom(worker: Pick<Worker, 'capacity' | 'chats'>, urgency: Urgency): boolean {
  return worker.chats < worker.capacity + (urgency === 'immediate' ? 1 : 0);
}

/** Which skills help with a reason and a voice; codes of flows and signs, never words of a person. */
export function skillsFor(reason: string): readonly Skill[] {
  return /sexual|online-exploitation|xam-hai/u.test(reason) ? ['sexual-abuse'] : [];
}
