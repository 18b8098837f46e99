import { z } from 'zod';
import { Urgency } from '../../domain/urgency.ts';
import { speaking, StepName } from './common.ts';

/** Says that a person is asked in, and asks for one. */
export const HandoffStep = z.strictObject({
  kind: z.literal('handoff'),
  ...speaking,
  urgency: Urgency,
  reason: z.string().regex(/^[a-z][a-z-]*$/).describe('a short name shown to staff, e.g. suicide-plan'),
  next: StepName,
});
export type HandoffStep = Readonly<z.infer<typeof HandoffStep>>;
