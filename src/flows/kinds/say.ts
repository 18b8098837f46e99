import { z } from 'zod';
import type { Run } from '../run.ts';
import { go, type Move } from './behaviour.ts';
import { StepName, speaking } from './common.ts';

/** Says something and goes on. */
export const SayStep = z.strictObject({ kind: z.literal('say'), ...speaking, next: StepName });
export type SayStep = Readonly<z.infer<typeof SayStep>>;

export function enterSay(step: SayStep, run: Run): Move {
  run.say(run.key('say'), { secret: step.secret === true });
  return go(step.next);
}
