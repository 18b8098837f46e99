import { z } from 'zod';
import type { Move } from './behaviour.ts';
import { anyStep, FlowName, StepName } from './common.ts';

/** Runs another flow and comes back to `next`; without `next` the other flow takes this one's place. */
export const CallStep = z.strictObject({
  kind: z.literal('call'),
  ...anyStep,
  flow: FlowName,
  next: StepName.optional(),
});
export type CallStep = Readonly<z.infer<typeof CallStep>>;

export function enterCall(step: CallStep): Move {
  return { kind: 'call', flow: step.flow, back: step.next !== undefined };
}
