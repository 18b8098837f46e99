import { z } from 'zod';
import { Field } from '../../domain/answer.ts';
import { WrittenVoice } from '../../domain/text.ts';
import { anyStep, StepName, Value } from './common.ts';

/** Notes something without asking: the voice to speak in, the word to address by, or an answer that follows. */
export const SetStep = z.strictObject({
  kind: z.literal('set'),
  ...anyStep,
  voice: WrittenVoice.optional(),
  address: Value.optional().describe('a key of `address` in locales/*/common.yaml, e.g. em'),
  answers: z.record(Field, Value).optional().describe('answers that follow from where the person is, e.g. reporter: child'),
  next: StepName,
});
export type SetStep = Readonly<z.infer<typeof SetStep>>;
