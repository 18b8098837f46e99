import { strip } from '../understanding/normalise/strip.ts';

const longestRead = 300;

/** Short forms written before a name. */
const short: Readonly<Record<string, string>> = {
  x: 'xa',
  p: 'phuong',
  ph: 'phuong',
  f: 'phuong',
  tt: 'thi tran',
  h: 'huyen',
  tp: 'thanh pho',
  tx: 'thi xa',
  t: 'tinh',
  th: 'thon',
  hy: 'hung yen',
  tb: 'thai binh',
  tphy: 'thanh pho hung yen',
};

/** A place as typed, in plain words: no diacritics, no punctuation, short forms written out. */
export function placeWords(said: string): readonly string[] {
  const plain = strip(said.slice(0, longestRead)).replace(/[^\p{L}\p{N}\s]/gu, ' ');
  return plain
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => (short[word] ?? word).split(' '));
}

/** How a name sounds in the Red River delta, where l and n, tr and ch, s and x, r, d and gi are one. */
export function sounds(words: readonly string[]): string {
  return words
    .map((word) =>
      word
        .replace(/^(tr|ch)/, 'ch')
        .replace(/^(s|x)/, 'x')
        .replace(/^(gi|r|d|v)/, 'd')
        .replace(/^(l|n(?!g|h))/, 'l')
        .replace(/^(k|q)/, 'c')
        .replace(/y/g, 'i'),
    )
    .join(' ');
}

/** The letters of a text, one bit each. */
export function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at) - 97;
    if (letter >= 0 && letter < 26) bits |= 1 << letter;
  }
  return bits;
}

/** How many letters are in one text only; one slip changes at most two. */
export function differing(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Typing slips between two words, at most `limit` counted: a letter more, less, other, or two swapped. */
export function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const last = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + other);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
  }
  return row[b.length] ?? limit + 1;
}
