import { z } from 'zod';
import type { Answer } from '../../domain/answer.ts';
import { show } from '../buttons.ts';
import type { Run } from '../run.ts';
import { type Heard, kept, type Told, unclear } from './behaviour.ts';
import { question, StepName } from './common.ts';
import { finishing, isDone } from './more.ts';
import { askOpen } from './question.ts';

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

export function askText(step: TextStep, run: Run): void {
  askOpen(run, step, 'text');
}

export function hearText(step: TextStep, told: Told, run: Run): Heard {
  if (told.kind === 'value') return told.value === '!done' ? { kind: 'moved', next: step.next } : unclear;
  if (told.kind === 'files') return unclear;
  const gathering = step.gather === true && run.frame?.part?.kind === 'more';
  if (gathering && isDone(run, told)) return { kind: 'moved', next: step.next };
  const answer = textAnswer(step, told.text, gathering ? run.state.answers[step.save] : undefined);
  if (told.text.length > step.max) run.say('engine.text-long', { params: { max: step.max } });
  if (step.gather !== true) return { kind: 'answered', answer, next: step.next };
  run.answer(step.save, answer);
  run.patch({ part: { kind: 'more' } });
  run.say('engine.gather-more', { ...show(run, [], finishing(run)), hint: 'text' });
  return kept;
}

function textAnswer(step: TextStep, text: string, before: Answer | undefined): Answer {
  const said = text.slice(0, step.max);
  return { kind: 'text', said: before?.kind === 'text' ? `${before.said}\n${said}` : said };
}
