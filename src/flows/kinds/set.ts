import { z } from 'zod';
import { Field } from '../../domain/answer.ts';
import { WrittenVoice } from '../../domain/text.ts';
import type { Run } from '../run.ts';
import { go, type Move } from './behaviour.ts';
import { anyStep, StepName, Value } from './common.ts';

/** Notes something without asking: the voice to speak in, the word to address by, or an answer that follows. */
export const SetStep = z.strictObject({
  kind: z.literal('set'),
  ...anyStep,
  voice: WrittenVoice.optional(),
  address: Value.optional().describe('a key of `address` in locales/*/common.yaml, e.g. em'),
  answers: z
    .record(Field, Value)
    .optional()
    .describe('answers that follow from where the person is, e.g. reporter: child'),
  next: StepName,
});
export type SetStep = Readonly<z.infer<typeof SetStep>>;

export function enterSet(step: SetStep, run: Run): Move {
  if (step.voice !== undefined) run.state = { ...run.state, voice: step.voice };
  if (step.address !== undefined) run.state = { ...run.state, address: step.address };
  for (const [field, value] of Object.entries(step.answers ?? {})) {
    run.answer(field, { kind: 'choice', said: '', value });
  }
  return go(step.next);
}
