import { z } from 'zod';
import { type ActionName, actions } from '../actions.ts';
import type { Run } from '../run.ts';
import { type Move, stay } from './behaviour.ts';
import { anyStep, StepName, Value } from './common.ts';

const names = Object.keys(actions) as [ActionName, ...ActionName[]]; // keys of a constant that has some

/** Asks the program to do what data cannot say; the outcome decides where to go. */
export const ActionStep = z.strictObject({
  kind: z.literal('action'),
  ...anyStep,
  action: z.enum(names),
  args: z.record(z.string(), z.string()).default({}),
  outcomes: z.record(Value, StepName),
});
export type ActionStep = Readonly<z.infer<typeof ActionStep>>;

/** Stays at the step until the outcome is known. */
export function enterAction(step: ActionStep, run: Run): Move {
  run.effects.push({ kind: 'action', name: step.action, args: step.args });
  return stay;
}
