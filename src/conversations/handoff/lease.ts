import type { StaffId } from '../../domain/ids.ts';
import { outsideDesk, partnerDesk } from '../../domain/staff.ts';
import type { Urgency } from '../../domain/urgency.ts';
import type { Clocks } from './clocks.ts';

/** What is known of someone who holds a chat. */
export interface LeaseFacts {
  readonly staffId: StaffId;
  readonly urgency: Urgency;
  readonly heldSince: Date;
  /** The last sign of life of any of their consoles; `null` if never seen. */
  readonly lastSeenAt: Date | null;
  readonly lastSpokeAt: Date | null;
  /** When the person wrote what nobody has answered yet. */
  readonly unansweredSince: Date | null;
}

export type LeaseEnd = 'presence' | 'silence';

/**
 * Why this chat must go back to the queue, if it must. The clock of silence starts with the first
 * unanswered message, so that a child who keeps writing does not wait longer for it.
 */
export function leaseEnd(lease: Clocks['lease'], facts: LeaseFacts, now: Date): LeaseEnd | undefined {
  const spoke = facts.lastSpokeAt ?? facts.heldSince;
  if (facts.staffId === outsideDesk) return passed(spoke, lease.outside, now) ? 'silence' : undefined;
  const seen = latest(facts.lastSeenAt ?? facts.heldSince, facts.heldSince);
  // A desk of the Centre's own has no console here: it shows life by answering.
  if (facts.staffId !== partnerDesk && passed(seen, lease.presence, now)) return 'presence';
  const waits = facts.unansweredSince === null ? undefined : latest(facts.unansweredSince, facts.heldSince);
  return waits !== undefined && passed(waits, lease.silence[facts.urgency], now) ? 'silence' : undefined;
}

function passed(since: Date, limit: number, now: Date): boolean {
  return now.getTime() - since.getTime() >= limit;
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
