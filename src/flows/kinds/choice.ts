import { z } from 'zod';
import { question, StepName, Value } from './common.ts';

/** Asks for one (or, with `multiple`, several) of a few answers. */
export const ChoiceStep = z.strictObject({
  kind: z.literal('choice'),
  ...question,
  choices: z.array(Value).min(1).max(16).readonly(),
  multiple: z.boolean().optional().describe('several may be chosen; a button "done" is added'),
  list: z
    .boolean()
    .optional()
    .describe('the choices are numbered lines of the message instead of buttons; for more than four'),
  to: z.record(Value, StepName).optional().describe('where a choice leads, if not to `next`'),
  next: StepName.optional().describe('may be left out only if every choice is named in `to`'),
});
export type ChoiceStep = Readonly<z.infer<typeof ChoiceStep>>;
