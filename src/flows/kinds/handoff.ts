import { z } from 'zod';
import { Urgency } from '../../domain/urgency.ts';
import type { Run } from '../run.ts';
import { go, type Move } from './behaviour.ts';
import { StepName, speaking } from './common.ts';

/** Says that a person is asked in, and asks for one. */
export const HandoffStep = z.strictObject({
  kind: z.literal('handoff'),
  ...speaking,
  urgency: Urgency,
  reason: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .describe('a short name shown to staff, e.g. suicide-plan'),
  next: StepName,
});
export type HandoffStep = Readonly<z.infer<typeof HandoffStep>>;

export function enterHandoff(step: HandoffStep, run: Run): Move {
  run.say(run.key('say'), { secret: step.secret === true });
  run.effects.push({ kind: 'handoff', urgency: step.urgency, reason: step.reason });
  return go(step.next);
}
