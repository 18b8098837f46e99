import { z } from 'zod';
import { speaking, StepName } from './common.ts';

/** Says something and goes on. */
export const SayStep = z.strictObject({ kind: z.literal('say'), ...speaking, next: StepName });
export type SayStep = Readonly<z.infer<typeof SayStep>>;
