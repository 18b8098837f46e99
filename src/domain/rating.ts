import { z } from 'zod';
import type { Urgency } from './urgency.ts';

/** How a talk with a human was, in one tap. */
export const Grade = z.enum(['good', 'so-so', 'bad']);
export type Grade = z.infer<typeof Grade>;

/** What is counted of it: never who gave it, nor anything that was said. */
export interface Rating {
  readonly urgency: Urgency;
  /** The outcome staff closed with, or `left` when the person ended the talk. */
  readonly closing: string;
  readonly grade: Grade;
}

/** Outcomes after which the question is no unkindness: no emergency was passed on, and somebody was there. */
const kindAfter: readonly string[] = ['helped', 'referred', 'information', 'other'];

export function mayAskAfter(closing: string, urgency: Urgency): boolean {
  if (closing === 'left') return urgency !== 'immediate';
  return kindAfter.includes(closing);
}
