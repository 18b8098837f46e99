import { z } from 'zod';
import { show } from '../buttons.ts';
import { filesIn } from '../files.ts';
import type { Run } from '../run.ts';
import { type Heard, kept, type Told, unclear } from './behaviour.ts';
import { question, StepName } from './common.ts';
import { finishing, isDone } from './more.ts';
import { askOpen } from './question.ts';

/** Offers to send photos, voice or files until the person says "done". */
export const AttachmentStep = z.strictObject({
  kind: z.literal('attachment'),
  ...question,
  max: z.number().int().min(1).max(20).default(5).describe('most files kept'),
  next: StepName,
});
export type AttachmentStep = Readonly<z.infer<typeof AttachmentStep>>;

export function askAttachment(step: AttachmentStep, run: Run): void {
  askOpen(run, step, 'attachment');
}

export function hearAttachment(step: AttachmentStep, told: Told, run: Run): Heard {
  if (told.kind !== 'files') return isDone(run, told) ? { kind: 'moved', next: step.next } : noFile(run);
  const before = filesIn(run.state.answers[step.save]);
  const files = [...before, ...told.files].slice(0, step.max);
  const answer = { kind: 'attachments', said: '', files } as const;
  if (files.length >= step.max) return { kind: 'answered', answer, next: step.next };
  run.answer(step.save, answer);
  run.patch({ part: { kind: 'more' } });
  const params = { count: files.length };
  run.say('engine.files-kept', { ...show(run, [], finishing(run)), params, hint: 'attachment' });
  return kept;
}

function noFile(run: Run): Heard {
  return run.frame?.part?.kind === 'more' ? { kind: 'unclear', key: 'engine.files-first' } : unclear;
}
