import { z } from 'zod';
import { question, StepName } from './common.ts';

/** Asks for a number: digits, words, "khoảng 8", "8 hay 9", and for an age also "lớp 3". */
export const NumberStep = z.strictObject({
  kind: z.literal('number'),
  ...question,
  min: z.number().default(0),
  max: z.number(),
  age: z.boolean().optional().describe('an age in years: a school class or a birth year is understood as well'),
  bands: z
    .array(z.strictObject({ below: z.number(), to: StepName }))
    .readonly()
    .optional()
    .describe('the first band the number is below decides where to go; else `next`'),
  next: StepName,
});
export type NumberStep = Readonly<z.infer<typeof NumberStep>>;
