import { strip } from '../understanding/normalise/strip.ts';

export interface NumberFound {
  readonly value: number;
  readonly to?: number;
  readonly approximate: boolean;
}

const units: Readonly<Record<string, number>> = {
  khong: 0,
  mot: 1,
  mo: 1,
  moot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  nham: 5,
  sau: 6,
  bay: 7,
  bay7: 7,
  tam: 8,
  chin: 9,
};
const about =
  /(?<!\p{L})(khoang|tam (?!tuoi|thang)(?=[\p{L}\d])|chung|gan|hon|ngoai|chac|hinh nhu|doan|co le|do)(?!\p{L})/u;

/** Reads a number in digits or Vietnamese words. With `now`, it is an age: classes and birth years count too. */
export function readNumber(said: string, now?: string): NumberFound | undefined {
  const plain = strip(said.slice(0, 200))
    .replace(/[^\p{L}\p{N}\s.,/-]/gu, ' ')
    .trim();
  if (now !== undefined) {
    const age = ageFrom(plain, Number(now.slice(0, 4)));
    if (age !== undefined) return age;
  }
  return plainNumber(plain, now !== undefined);
}

/** An age that is the whole answer: a bare number, or one that is named as an age; not just any number of a story. */
export function readAge(said: string, now: string): NumberFound | undefined {
  const plain = strip(said.trim());
  const named = /(?<!\p{L})(tuoi|lop|sinh|sn)(?!\p{L})|\d ?t(?!\p{L})/u.test(plain);
  const bare = /^\P{N}*\d{1,3}\P{N}*$/u.test(plain);
  const words = plain.split(/\s+/u).length;
  return (named && words <= 8) || (bare && words <= 3) ? readNumber(said, now) : undefined;
}

/** Ages as children tell them: "lớp 3", "mẫu giáo", "sinh năm 2016", "18 tháng". */
function ageFrom(plain: string, year: number): NumberFound | undefined {
  const grade =
    /(?<!\p{L})(?:lop|l) ?(\d{1,2}|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi(?: mot| hai)?)/u.exec(
      plain,
    )?.[1];
  const number = grade === undefined ? undefined : (numbersIn(grade)[0] ?? Number.NaN);
  if (number !== undefined && number >= 1 && number <= 12 && !/\d+ ?(tuoi|t)(?!\p{L})/u.test(plain))
    return { value: number + 5, to: number + 6, approximate: true };
  if (/(mau giao|mam non|lop (la|choi|mam|be))/.test(plain) && !/\d/.test(plain))
    return { value: 3, to: 5, approximate: true };
  const born = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(plain)?.[1];
  if (born !== undefined && Number(born) <= year)
    return { value: Math.max(0, year - Number(born) - 1), to: year - Number(born), approximate: true };
  const short = /(?:sinh nam|sn|doi|nam sinh|2k) ?(?:20)?(\d{1,2})(?!\d)/.exec(plain)?.[1];
  if (short !== undefined)
    return {
      value: Math.max(0, year - 2001 - Number(short)),
      to: year - 2000 - Number(short),
      approximate: true,
    };
  const months = /(\d{1,2}) thang(?! \d)/.exec(plain)?.[1];
  return months === undefined || /tuoi/.test(plain)
    ? undefined
    : { value: Math.floor(Number(months) / 12), approximate: false };
}

function plainNumber(plain: string, age: boolean): NumberFound | undefined {
  // In a sentence about an age only the number beside "tuổi" counts: "em có 2 em, em 9 tuổi".
  const besideAge = age
    ? /((?:[\p{L}\d.,/-]+ ){0,5}[\p{L}\d.,/-]+?)(?: ?tuoi|(?<=\d) ?t)(?!\p{L})/u.exec(plain)?.[1]
    : undefined;
  const numbers = numbersIn(besideAge ?? plain);
  const [value, to] = besideAge === undefined ? numbers : numbers.slice(isRange(besideAge) ? -2 : -1);
  if (value === undefined) return undefined;
  const approximate = about.test(plain) || to !== undefined;
  return to !== undefined && to > value ? { value, to, approximate } : { value, approximate };
}

function isRange(text: string): boolean {
  return /\d ?(-|hay|hoac|den|toi|,|\/) ?\d/.test(text) || /(hay|hoac|den) \p{L}+$/u.test(text);
}

/** All numbers in the text in their order, from digits and from words. */
function numbersIn(plain: string): readonly number[] {
  const found: number[] = [];
  const words = plain.replace(/([-/,])/g, ' $1 ').split(/\s+/);
  for (let at = 0; at < words.length; ) {
    const [value, used] = numberAt(words, at);
    if (value !== undefined) found.push(value);
    at += Math.max(1, used);
  }
  return found;
}

function numberAt(words: readonly string[], at: number): readonly [number | undefined, number] {
  const word = words[at] ?? '';
  const digits = /^(\d{1,9})(?:[.,]\d+)?(?:t|tuoi|h)?$/.exec(word)?.[1];
  if (digits !== undefined) return [Number(digits), 1];
  const next = words[at + 1] ?? '';
  const afterNext = words[at + 2] ?? '';
  if (word === 'muoi')
    return units[next] === undefined || next === 'khong' ? [10, 1] : [10 + (units[next] ?? 0), 2];
  const tens = units[word];
  if (tens === undefined) return [undefined, 1];
  if (next === 'muoi' || next === 'chuc')
    return units[afterNext] === undefined ? [tens * 10, 2] : [tens * 10 + (units[afterNext] ?? 0), 3];
  // "hăm mốt", "hai mốt", "ba lăm": tens and units without "mươi".
  if (tens >= 2 && next === 'mot') return [tens * 10 + 1, 2];
  if (tens >= 2 && (next === 'lam' || next === 'nham')) return [tens * 10 + 5, 2];
  return isAlsoWord(word, words, at) ? [undefined, 1] : [tens, 1];
}

/** "không", "năm" and "tư" are also other words; alone they are numbers only when nothing else is said. */
function isAlsoWord(word: string, words: readonly string[], at: number): boolean {
  if (word !== 'khong' && word !== 'nam' && word !== 'ba' && word !== 'sau' && word !== 'co') return false;
  const next = words[at + 1] ?? '';
  return (
    words.length > 1 &&
    next !== 'tuoi' &&
    next !== 'em' &&
    next !== 'nguoi' &&
    next !== 'ban' &&
    next !== 'hay' &&
    next !== '-'
  );
}
