import type { Answer, AttachmentRef, Field } from '../domain/answer.ts';
import type { Run } from './run.ts';

/** Files sent when nobody asked for any are kept under this field. */
export const filesField: Field = 'attachments';

export function filesIn(answer: Answer | undefined): readonly AttachmentRef[] {
  return answer?.kind === 'attachments' ? answer.files : [];
}

export function keepUnaskedFiles(run: Run, files: readonly AttachmentRef[]): void {
  const all = [...filesIn(run.state.answers[filesField]), ...files];
  run.answer(filesField, { kind: 'attachments', said: '', files: all });
}
