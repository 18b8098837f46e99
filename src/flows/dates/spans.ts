import type { DateFound } from '../../domain/answer.ts';
import {
  addDays,
  addMonths,
  type Day,
  mondayOf,
  month,
  partsOf,
  single,
  span,
  week,
  weekdayOf,
  year,
} from './calendar.ts';
import { monthNum, numberOf, type Rule, rule } from './rule.ts';
import { yearOf, yearWords } from './year-words.ts';

const last = '(?:truoc|qua|roi|vua roi|vua qua)';
const next = '(?:sau|toi)';

const weekdays: Readonly<Record<string, number>> = {
  hai: 1,
  '2': 1,
  ba: 2,
  '3': 2,
  tu: 3,
  '4': 3,
  nam: 4,
  '5': 4,
  sau: 5,
  '6': 5,
  bay: 6,
  '7': 6,
};

function readWeekday(m: RegExpExecArray, today: Day): DateFound {
  const number = weekdays[m[1] ?? m[2] ?? ''] ?? 7;
  if (m[3] !== undefined) return single(addDays(mondayOf(today), number - 8));
  if (m[4] !== undefined) return single(addDays(mondayOf(today), number - 1));
  const back = (weekdayOf(today) - number + 7) % 7;
  return single(addDays(today, -back));
}

/** Days of the week; "mùa thu năm ngoái" is none. */
const weekdayRules: readonly Rule[] = [
  rule(
    `(?:(?<!mua )thu (hai|2|ba|3|tu|4|nam(?! ngoai| nay| kia| truoc| \\d)|5|sau|6|bay|7)|t([2-7])|chu nhat|cn)(?: (?:(?:cua )?(tuan ${last}|truoc)|(tuan nay|nay)|vua roi|vua qua|roi))?`,
    (m, { today }) => readWeekday(m, today),
  ),
];

const weekRules: readonly Rule[] = [
  rule(`cuoi tuan(?: (${last}|nay))?`, (m, { today }) => {
    const monday =
      m[1] === 'nay' || (m[1] === undefined && weekdayOf(today) > 5)
        ? mondayOf(today)
        : addDays(mondayOf(today), -7);
    return span(addDays(monday, 5), addDays(monday, 6), 'days');
  }),
  rule(`(dau|giua) tuan(?: (${last}|nay))?`, (m, { today }) => {
    const monday = addDays(mondayOf(today), m[2] === undefined || m[2] === 'nay' ? 0 : -7);
    return m[1] === 'dau'
      ? span(monday, addDays(monday, 1), 'days')
      : span(addDays(monday, 2), addDays(monday, 3), 'days');
  }),
  rule(`tuan ${last}`, (_, { today }) => week(addDays(today, -7))),
  rule('tuan nay', (_, { today }) => week(today)),
  rule(`tuan ${next}`, (_, { today }) => week(addDays(today, 7))),
];

function thirdOf(found: DateFound, which: string | undefined): DateFound {
  if (which === undefined || found.from === null || found.to === null) return found;
  const days = Math.round((Date.parse(found.to) - Date.parse(found.from)) / 86_400_000) + 1;
  const third = Math.floor(days / 3);
  const start = which === 'dau' ? 0 : which === 'giua' ? third : days - third;
  const precision = found.precision === 'year' ? 'season' : 'days';
  return span(addDays(found.from, start), addDays(found.from, start + third - 1), precision);
}

/** The month in the year said, else the latest one that has begun. */
function monthIn(number: number, said: number | undefined, today: Day): DateFound | undefined {
  if (!(number >= 1 && number <= 12)) return undefined;
  const now = partsOf(today);
  return month(said ?? (number > now.month ? now.year - 1 : now.year), number);
}

const monthRules: readonly Rule[] = [
  rule(`(?:(dau|giua|cuoi) )?thang (${last}|nay|${next})`, (m, { today }) => {
    const move = m[2] === 'nay' ? 0 : /sau|toi/.test(m[2] ?? '') ? 1 : -1;
    const { year: y, month: number } = partsOf(addMonths(`${today.slice(0, 7)}-01`, move));
    return thirdOf(month(y, number), m[1]);
  }),
  rule(
    `(?:(dau|giua|cuoi) )?(?:thang|thg) ${monthNum}(?: ${yearWords})?(?! (?:ngay|tuoi))`,
    (m, { today }) => {
      const found = monthIn(numberOf(m[2]), yearOf(m.slice(3), today), today);
      return found === undefined ? undefined : thirdOf(found, m[1]);
    },
  ),
];

const seasons: Readonly<Record<string, readonly [number, number]>> = {
  xuan: [2, 4],
  he: [5, 8],
  thu: [8, 10],
  dong: [11, 13],
};

/** The season in the year said, else the latest one that has begun. */
function seasonIn(name: string, said: number | undefined, today: Day): DateFound {
  const [first, final] = seasons[name] ?? [5, 8];
  const now = partsOf(today);
  return month(said ?? (first > now.month ? now.year - 1 : now.year), first, final);
}

const seasonRules: readonly Rule[] = [
  rule(
    `(?:mua (xuan|he|thu|dong)|(?:nghi |dip |ky nghi |hoi |tu )?(?<!khong |ko |chua )(he))(?: (?:${yearWords}|(vua roi|truoc|roi|qua)))?`,
    (m, { today }) => seasonIn(m[1] ?? m[2] ?? 'he', yearOf(m.slice(3), today), today),
  ),
];

const yearRules: readonly Rule[] = [
  rule('(dau|giua|cuoi) nam(?! hoc)(?: (ngoai|truoc|nay|kia))?', (m, { today }) =>
    thirdOf(year(yearOf([m[2] ?? 'nay', undefined], today) ?? 0), m[1]),
  ),
  rule(yearWords, (m, { today }) => {
    const said = yearOf(m.slice(1), today);
    return said === undefined || said > partsOf(today).year + 1 ? undefined : year(said);
  }),
];

/** These are read before the days counted from today: "thứ hai tuần trước" is no two weeks ago. */
export const namedRules: readonly Rule[] = [...weekdayRules, ...seasonRules];
export const spanRules: readonly Rule[] = [...weekRules, ...monthRules, ...yearRules];
