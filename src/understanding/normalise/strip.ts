import { fold } from './fold.ts';
import { spell } from './letters.ts';

/** Lower case, no diacritics, single spaces: what typed answers and names are compared by. */
export function strip(text: string): string {
  return spell(fold(text).text).plain.replace(/\s+/gu, ' ').trim();
}
