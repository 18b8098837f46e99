import { z } from 'zod';
import { question, StepName } from './common.ts';

/** Asks when: free Vietnamese, kept as said and as the days it can mean. */
export const DateStep = z.strictObject({
  kind: z.literal('date'),
  ...question,
  next: StepName,
});
export type DateStep = Readonly<z.infer<typeof DateStep>>;
