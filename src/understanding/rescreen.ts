import { compareUrgency, type Urgency } from '../domain/urgency.ts';
import type { Recogniser } from './recogniser.ts';

/** A stored text with what it was held to be, under which rules. */
export interface Screened<Id> {
  readonly id: Id;
  readonly text: string;
  readonly urgency: Urgency;
  readonly rulesVersion: string;
}

export interface Moved<Id> {
  readonly id: Id;
  readonly from: Urgency;
  readonly to: Urgency;
  readonly direction: 'up' | 'down';
}

/**
 * Reads again what was screened under other rules and lists what would be judged otherwise now. A
 * machine may act on `up` alone; `down` is for a person to see.
 */
export function rescreen<Id>(recogniser: Recogniser, stored: Iterable<Screened<Id>>): readonly Moved<Id>[] {
  const moved: Moved<Id>[] = [];
  for (const { id, text, urgency, rulesVersion } of stored) {
    if (rulesVersion === recogniser.rulesVersion) continue;
    const to = recogniser.recognise(text).urgency;
    const change = compareUrgency(to, urgency);
    if (change !== 0) moved.push({ id, from: urgency, to, direction: change > 0 ? 'up' : 'down' });
  }
  return moved;
}
