import { z } from 'zod';

/** From nothing to do (`routine`, P3) to danger this very minute (`immediate`, P0). */
export const Urgency = z.enum(['routine', 'soon', 'urgent', 'immediate']);
export type Urgency = z.infer<typeof Urgency>;

const rank: Readonly<Record<Urgency, number>> = { routine: 0, soon: 1, urgent: 2, immediate: 3 };

export function moreUrgent(a: Urgency, b: Urgency): Urgency {
  return rank[a] >= rank[b] ? a : b;
}

/** Negative when `a` is less urgent than `b`, for sorting. */
export function compareUrgency(a: Urgency, b: Urgency): number {
  return rank[a] - rank[b];
}

/** The hard tier interrupts the dialog and alerts a person. */
export function isHard(urgency: Urgency): boolean {
  return rank[urgency] >= rank.urgent;
}
