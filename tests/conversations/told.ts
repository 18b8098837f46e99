import type { Answer } from '../../src/domain/answer.ts';

/** A report's answers as golden files write them. */
export function told(answers: Readonly<Record<string, Answer>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).map(([field, answer]) => [field, toldAs(answer)]));
}

function toldAs(answer: Answer): unknown {
  switch (answer.kind) {
    case 'choice':
      return answer.value;
    case 'choices':
      return answer.values;
    case 'number':
      return answer.value;
    case 'attachments':
      return answer.files.length;
    case 'skipped':
      return 'skipped';
    default:
      return answer.said;
  }
}
