import { z } from 'zod';
import { anyStep, StepName, Value } from './common.ts';

/** Asks the program to do what data cannot say; the outcome decides where to go. */
export const ActionStep = z.strictObject({
  kind: z.literal('action'),
  ...anyStep,
  action: z.string().regex(/^[a-z-]+\.[a-z-]+$/, 'an action is named like report.submit'),
  args: z.record(z.string(), z.string()).default({}),
  outcomes: z.record(Value, StepName),
});
export type ActionStep = Readonly<z.infer<typeof ActionStep>>;
