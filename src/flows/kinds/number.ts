import { z } from 'zod';
import { plainIntent } from '../match.ts';
import { readNumber } from '../read-number.ts';
import type { Run } from '../run.ts';
import { type Heard, type Told, unclear } from './behaviour.ts';
import { question, StepName } from './common.ts';
import { askOpen } from './question.ts';

/** Asks for a number: digits, words, "khoảng 8", "8 hay 9", and for an age also "lớp 3". */
export const NumberStep = z.strictObject({
  kind: z.literal('number'),
  ...question,
  min: z.number().default(0),
  max: z.number(),
  age: z
    .boolean()
    .optional()
    .describe('an age in years: a school class or a birth year is understood as well'),
  bands: z
    .array(z.strictObject({ below: z.number(), to: StepName }))
    .readonly()
    .optional()
    .describe('the first band the number is below decides where to go; else `next`'),
  next: StepName,
});
export type NumberStep = Readonly<z.infer<typeof NumberStep>>;

export function askNumber(step: NumberStep, run: Run): void {
  askOpen(run, step, 'number');
}

export function hearNumber(step: NumberStep, told: Told, run: Run): Heard {
  if (told.kind === 'files') return unclear;
  const said = told.kind === 'text' ? told.text : told.value;
  const found = readNumber(said, step.age === true ? run.turn.now : undefined);
  if (found === undefined)
    return notKnown(told) ? { kind: 'answered', answer: { kind: 'text', said }, next: step.next } : unclear;
  const { min, max } = step;
  if (found.value < min || (found.to ?? found.value) > max) {
    return { kind: 'unclear', key: 'engine.number-range', params: { min, max } };
  }
  const band = step.bands?.find(({ below }) => found.value < below);
  return { kind: 'answered', answer: { kind: 'number', said, ...found }, next: band?.to ?? step.next };
}

function notKnown(told: Told): boolean {
  return told.kind === 'text' && plainIntent(told.recognition) === 'unsure';
}
