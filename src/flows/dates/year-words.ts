import { type Day, partsOf } from './calendar.ts';

/** "năm ngoái", "năm nay", "năm kia", "năm 2024", "2024": one group with the word, one with the number. */
export const yearWords = '(?:nam (ngoai|truoc|nay|kia)|(?:nam )?((?:19|20)\\d{2}))';

/** The year meant by the two groups, if any. */
export function yearOf(groups: readonly (string | undefined)[], today: Day): number | undefined {
  const { year } = partsOf(today);
  const [word, digits] = groups;
  if (digits !== undefined) return Number(digits);
  if (word === undefined) return undefined;
  return word === 'nay' ? year : word === 'kia' ? year - 2 : year - 1;
}
