import type { DateFound } from '../../domain/answer.ts';
import { addDays, type Day, dayOf, month, partsOf, single, span } from './calendar.ts';
import { lunarDay, lunarMonth } from './lunar.ts';
import { num, numberOf, type Rule, rule } from './rule.ts';
import { yearOf, yearWords } from './year-words.ts';

const inYear = `(?: ${yearWords})?`;

/** Tết of the year said, else the latest one. */
function tet(groups: readonly (string | undefined)[], today: Day): Day {
  const { year } = partsOf(today);
  const said = yearOf(groups, today);
  const ofYear = (y: number): Day => lunarMonth(y, 1) ?? `${y}-02-01`;
  if (said !== undefined) return ofYear(said);
  // A week ahead of Tết people already speak of the coming one.
  return addDays(today, 7) >= ofYear(year) ? ofYear(year) : ofYear(year - 1);
}

function onDay(
  date: number,
  monthNumber: number,
  groups: readonly (string | undefined)[],
  today: Day,
): DateFound | undefined {
  const { year } = partsOf(today);
  const said = yearOf(groups, today);
  const days = (said === undefined ? [year, year - 1] : [said]).map((y) => dayOf(y, monthNumber, date));
  const day = days.find((one) => one !== undefined && (said !== undefined || one <= today));
  return day === undefined ? undefined : single(day);
}

function onLunar(
  date: number,
  monthNumber: number,
  groups: readonly (string | undefined)[],
  today: Day,
): DateFound | undefined {
  const { year } = partsOf(today);
  const said = yearOf(groups, today);
  const days = (said === undefined ? [year, year - 1] : [said]).map((y) => lunarDay(y, monthNumber, date));
  const day = days.find((one) => one !== undefined && (said !== undefined || one <= today));
  return day === undefined ? undefined : span(addDays(day, -1), addDays(day, 1), 'days');
}

/** A school year begins in September. */
function schoolYear(today: Day): number {
  const { year, month: number } = partsOf(today);
  return number >= 9 ? year : year - 1;
}

/** Feasts and the school year: "mùng 3 tết", "rằm tháng 7", "trung thu", "đầu năm học". */
export const feastRules: readonly Rule[] = [
  rule(`tet (?:duong|tay)(?: lich)?${inYear}`, (m, { today }) => onDay(1, 1, m.slice(1), today)),
  rule(`(?:tet )?trung thu${inYear}`, (m, { today }) => onLunar(15, 8, m.slice(1), today)),
  rule(`(?:mung|mong|ngay|hom) ${num} tet${inYear}`, (m, { today }) => {
    const date = numberOf(m[1]);
    const first = tet(m.slice(2), today);
    if (date >= 23) return single(addDays(first, date - 31));
    return date >= 1 && date <= 15 ? single(addDays(first, date - 1)) : undefined;
  }),
  rule(`(?:30|ba muoi|29|28|27|26|25) tet${inYear}|giao thua`, (m, { today }) =>
    span(addDays(tet(m.slice(1), today), -6), addDays(tet(m.slice(1), today), -1), 'days'),
  ),
  rule(`(truoc|sau|gan|ra) tet${inYear}`, (m, { today }) => {
    const first = tet(m.slice(2), today);
    return m[1] === 'sau' || m[1] === 'ra'
      ? span(addDays(first, 3), addDays(first, 24), 'days')
      : span(addDays(first, -21), addDays(first, -1), 'days');
  }),
  rule(`(?:nghi |dip |hom |hoi |ngay )?tet(?: nguyen dan| am| am lich| ta)?${inYear}`, (m, { today }) => {
    const first = tet(m.slice(1), today);
    return span(addDays(first, -2), addDays(first, 6), 'days');
  }),
  rule(`(?:ngay )?ram thang ${num}${inYear}`, (m, { today }) =>
    onLunar(15, numberOf(m[1]), m.slice(2), today),
  ),
  rule(`(?:ram )?thang (gieng|chap)${inYear}`, (m, { today }) =>
    lunarSpan(m[1] === 'chap' ? 12 : 1, m.slice(2), today),
  ),
  rule(`(?:quoc khanh)${inYear}`, (m, { today }) => onDay(2, 9, m.slice(1), today)),
  rule(`(?:khai giang)${inYear}`, (m, { today }) => onDay(5, 9, m.slice(1), today)),
  rule(`(?:noel|giang sinh)${inYear}`, (m, { today }) => onDay(24, 12, m.slice(1), today)),
  rule(`(?:quoc te )?thieu nhi${inYear}`, (m, { today }) => onDay(1, 6, m.slice(1), today)),
  rule(`(?:ngay )?nha giao(?: viet nam)?${inYear}`, (m, { today }) => onDay(20, 11, m.slice(1), today)),
  rule('dau nam hoc', (_, { today }) => month(schoolYear(today), 9)),
  rule('cuoi nam hoc', (_, { today }) => month(schoolYear(today) - (partsOf(today).month >= 9 ? 0 : -1), 5)),
  rule('(?:hoc ky|hoc ki|hk|ki|ky) ?(?:1|mot|i)', (_, { today }) => month(schoolYear(today), 9, 12)),
  rule('(?:hoc ky|hoc ki|hk|ki|ky) ?(?:2|hai|ii)', (_, { today }) => month(partsOf(today).year, 1, 5)),
];

function lunarSpan(
  number: number,
  groups: readonly (string | undefined)[],
  today: Day,
): DateFound | undefined {
  const { year } = partsOf(today);
  const said = yearOf(groups, today);
  const starts = (said === undefined ? [year, year - 1] : [said]).map((y) => lunarMonth(y, number));
  const first = starts.find((day) => day !== undefined && (said !== undefined || day <= today));
  return first === undefined ? undefined : span(first, addDays(first, 29), 'month');
}
