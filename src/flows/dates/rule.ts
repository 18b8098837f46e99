import type { DateFound } from '../../domain/answer.ts';
import type { Day } from './calendar.ts';

export interface Reading {
  /** The words without diacritics, in small letters. */
  readonly plain: string;
  readonly today: Day;
}

/** One way to say a date. A rule that matches but makes no sense of it leaves the text to the next. */
export interface Rule {
  readonly pattern: RegExp;
  read(match: RegExpExecArray, reading: Reading): DateFound | undefined;
}

const words: Readonly<Record<string, number>> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  nam: 5,
  lam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
  chuc: 10,
  'muoi mot': 11,
  'muoi hai': 12,
  'muoi ba': 13,
  'muoi bon': 14,
  'muoi lam': 15,
  'hai muoi': 20,
  'ba muoi': 30,
};

const spelled = Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join('|');
/** A number in digits or words. */
export const num = `(\\d{1,3}|${spelled})`;
/** The number of a month; elsewhere "tư" is "từ", from. */
export const monthNum = `(\\d{1,2}|tu|${spelled})`;
/** A number, or "some". */
export const some = `(\\d{1,3}|${spelled}|vai ba|vai|may|nua)`;

export function numberOf(text: string | undefined): number {
  if (text === 'tu') return 4;
  return text === undefined ? Number.NaN : (words[text] ?? Number(text));
}

export function rule(pattern: string, read: Rule['read']): Rule {
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'u'), read };
}
