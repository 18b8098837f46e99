import { z } from 'zod';
import { Field } from '../../domain/answer.ts';
import { anyStep, StepName, Value } from './common.ts';

/**
 * Branches on an earlier answer, or on `voice`, `channel` or `locale`. The first case that fits wins.
 * For answers, the cases `skipped` and `missing` fit a skipped and a never-asked question.
 */
export const SwitchStep = z.strictObject({
  kind: z.literal('switch'),
  ...anyStep,
  on: Field,
  cases: z.record(Value, StepName),
  next: StepName.describe('where everything else leads'),
});
export type SwitchStep = Readonly<z.infer<typeof SwitchStep>>;
