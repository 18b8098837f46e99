import type { Answer } from '../domain/answer.ts';

export interface SummaryWords {
  /** The short name of a field, e.g. "Tuổi"; `undefined` for fields that are not read back. */
  readonly label: (field: string) => string | undefined;
  readonly notTold: string;
}

const longestValue = 160;

/** The answers as lines to read through before sending, in the order they were told, in the person's own words. */
export function summarise(answers: Readonly<Record<string, Answer>>, words: SummaryWords): string {
  return Object.entries(answers)
    .flatMap(([field, answer]) => {
      const label = words.label(field);
      return label === undefined || answer.kind === 'skipped' ? [] : [`• ${label}: ${toldIn(answer)}`];
    })
    .join('\n');
}

function toldIn(answer: Exclude<Answer, { kind: 'skipped' }>): string {
  if (answer.kind === 'attachments') return String(answer.files.length);
  const said = answer.said.replaceAll(/\s+/gu, ' ').trim();
  return said.length > longestValue ? `${said.slice(0, longestValue)}…` : said;
}
