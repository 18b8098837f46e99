import { z } from 'zod';
import { question, StepName } from './common.ts';

/** Asks for free words; files sent along are kept too if `attachments` names a field. */
export const TextStep = z.strictObject({
  kind: z.literal('text'),
  ...question,
  max: z.number().int().min(1).max(10_000).default(4000).describe('longest answer, in characters'),
  gather: z
    .boolean()
    .optional()
    .describe('more messages are added to the same answer until the person says "done"'),
  next: StepName,
});
export type TextStep = Readonly<z.infer<typeof TextStep>>;
