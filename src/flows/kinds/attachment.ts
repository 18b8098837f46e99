import { z } from 'zod';
import { question, StepName } from './common.ts';

/** Offers to send photos, voice or files until the person says "done". */
export const AttachmentStep = z.strictObject({
  kind: z.literal('attachment'),
  ...question,
  max: z.number().int().min(1).max(20).default(5).describe('most files kept'),
  next: StepName,
});
export type AttachmentStep = Readonly<z.infer<typeof AttachmentStep>>;
