import { z } from 'zod';
import type { Move } from './behaviour.ts';
import { anyStep, Value } from './common.ts';

/** Ends the flow, silently; a flow below it on the stack goes on. */
export const EndStep = z.strictObject({
  kind: z.literal('end'),
  ...anyStep,
  outcome: Value.default('done'),
});
export type EndStep = Readonly<z.infer<typeof EndStep>>;

export function enterEnd(step: EndStep): Move {
  return { kind: 'end', outcome: step.outcome };
}
