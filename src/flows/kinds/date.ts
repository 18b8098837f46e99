import { z } from 'zod';
import { readDate } from '../dates/read-date.ts';
import type { Run } from '../run.ts';
import { type Heard, type Told, unclear } from './behaviour.ts';
import { question, StepName } from './common.ts';
import { askOpen } from './question.ts';

/** Asks when: free Vietnamese, kept as said and as the days it can mean. */
export const DateStep = z.strictObject({
  kind: z.literal('date'),
  ...question,
  next: StepName,
});
export type DateStep = Readonly<z.infer<typeof DateStep>>;

export function askDate(step: DateStep, run: Run): void {
  askOpen(run, step, 'date');
}

/** Dates that fix no day ("hôm nọ", "không nhớ") are answers as well; only silence is not. */
export function hearDate(step: DateStep, told: Told, run: Run): Heard {
  if (told.kind === 'files') return unclear;
  const said = told.kind === 'text' ? told.text : told.value;
  const found = readDate(said, run.turn.now);
  if (found !== undefined)
    return { kind: 'answered', answer: { kind: 'date', said, ...found }, next: step.next };
  if (run.frame?.misses === 0) return unclear;
  const answer = { kind: 'date', said, from: null, to: null, precision: 'unknown' } as const;
  return { kind: 'answered', answer, next: step.next };
}
