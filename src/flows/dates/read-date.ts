import type { DateFound } from '../../domain/answer.ts';
import { strip } from '../../understanding/normalise/strip.ts';
import { addDays, span, unknownDate } from './calendar.ts';
import { exactRules } from './exact.ts';
import { feastRules } from './feasts.ts';
import { relativeRules } from './relative.ts';
import { type Reading, type Rule, rule } from './rule.ts';
import { namedRules, spanRules } from './spans.ts';

const longestRead = 300;

/** Words that say that no day is known; the answer is what was said. */
const vague = rule(
  '(?:khong|ko|k|kh|hok|hong|chang|chua) (?:nho|biet|ro|chac)(?: ro| lam| nua)?|quen(?: roi| mat)?|chiu|lau (?:roi|lam|lam roi)|tu lau|da lau|truoc (?:day|kia|gio)|ngay xua|hoi (?:be|nho|truoc|xua|do|ay|lop|con|hoc|mau giao|mam non)|luc (?:be|nho|do|ay)|dao (?:nay|nay|truoc|do)|gan day|thuong xuyen|hang (?:ngay|tuan|thang)|(?:ngay|hom|tuan|toi|dem|luc) nao cung|nhieu lan|suot|lien tuc|may lan|thinh thoang|(?:tu )?lop \\d+|nho',
  () => unknownDate,
);

const rules: readonly Rule[] = [
  ...feastRules,
  ...exactRules,
  ...namedRules,
  ...relativeRules,
  ...spanRules,
  vague,
];

/**
 * Reads when something happened, as people say it. `unknown` if the words say that no day is known,
 * undefined if they say nothing about time. Own work: chrono-node's Vietnamese reads neither words without
 * diacritics nor "tối qua", "mùng 3 tết" or "hè năm ngoái", and turns "14/3" into the coming year.
 */
export function readDate(said: string, now: string): DateFound | undefined {
  const today = now.slice(0, 10);
  const reading: Reading = { plain: plainOf(said), today };
  const found = firstOf(reading);
  if (found === undefined)
    return partOf(reading.plain) === undefined ? undefined : withPart(unknownDate, reading.plain);
  return withPart(untilNow(loosened(found, reading.plain), reading), reading.plain);
}

function plainOf(said: string): string {
  return strip(said.slice(0, longestRead))
    .replace(/[^\p{L}\p{N}\s/.-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function firstOf(reading: Reading): DateFound | undefined {
  for (const { pattern, read } of rules) {
    const match = pattern.exec(reading.plain);
    const found = match === null ? undefined : read(match, reading);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "khoảng 14/3": a few days around. */
function loosened(found: DateFound, plain: string): DateFound {
  const about = /(?<!\p{L})(khoang|tam(?= \d)|chung|hinh nhu|chac|co le|gan)(?!\p{L})/u.test(plain);
  if (!about || found.precision !== 'day' || found.from === null || found.to === null) return found;
  return span(addDays(found.from, -3), addDays(found.to, 3), 'days');
}

/** "từ tháng 3 đến nay": it began then and goes on. */
function untilNow(found: DateFound, { plain, today }: Reading): DateFound {
  const goesOn = /^tu (?!lau)|(?<!\p{L})(den|toi) (nay|gio|bay gio|hom nay|tan)(?!\p{L})/u.test(plain);
  if (!goesOn || found.from === null || found.from > today) return found;
  return span(found.from, today, found.precision === 'day' ? 'days' : found.precision);
}

const parts = {
  sang: 'morning',
  trua: 'noon',
  chieu: 'afternoon',
  toi: 'evening',
  dem: 'night',
  khuya: 'night',
} as const;

function isPart(word: string | undefined): word is keyof typeof parts {
  return word !== undefined && Object.hasOwn(parts, word);
}

// "tôi" and "đem" look like "tối" and "đêm" without their marks, so a neighbour has to bear them out.
const partWords =
  /(?<!\p{L})(?:(?:buoi|ban|luc|gio|h|\dh|nua) (sang|trua|chieu|toi|dem|khuya)|(sang|trua|chieu|toi|dem|khuya) (?:nay|qua|wa|mai|hom|bua|thu|chu nhat|cn|t\d|ngay|mung|\d))(?!\p{L})|^(sang|trua|chieu|toi|dem|khuya)$/u;

function partOf(plain: string): DateFound['part'] {
  const match = partWords.exec(plain);
  const word = match?.[1] ?? match?.[2] ?? match?.[3];
  return isPart(word) ? parts[word] : undefined;
}

function withPart(found: DateFound, plain: string): DateFound {
  const part = partOf(plain);
  if (part === undefined) return found;
  return { ...found, part, precision: found.precision === 'day' ? 'part' : found.precision };
}
