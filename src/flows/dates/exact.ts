import { addDays, addMonths, type Day, dayOf, month, partsOf, single, span } from './calendar.ts';
import { lunarDay } from './lunar.ts';
import { monthNum, num, numberOf, type Reading, type Rule, rule } from './rule.ts';
import { yearOf, yearWords } from './year-words.ts';

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/** The date in the year said, else the latest one that is not in the future. */
function datedIn(date: number, monthNumber: number, said: number | undefined, today: Day): Day | undefined {
  const { year } = partsOf(today);
  if (said !== undefined) return dayOf(said, monthNumber, date);
  return [year, year - 1, year - 2, year - 3, year - 4]
    .map((y) => dayOf(y, monthNumber, date))
    .find((d) => d !== undefined && d <= today);
}

function dated(date: number, monthNumber: number, said: number | undefined, { plain, today }: Reading) {
  if (/(?<!\p{L})(am lich|am|al)(?!\p{L})/u.test(plain)) return lunarDated(date, monthNumber, said, today);
  const day = datedIn(date, monthNumber, said, today);
  return day === undefined ? undefined : single(day);
}

/** The two lunar calendars may be a day apart, so a day is allowed on each side. */
function lunarDated(date: number, monthNumber: number, said: number | undefined, today: Day) {
  if (monthNumber < 1 || monthNumber > 12 || date < 1 || date > 30) return undefined;
  const { year } = partsOf(today);
  const years = said === undefined ? [year, year - 1] : [said];
  const day = years
    .map((y) => lunarDay(y, monthNumber, date))
    .find((d) => d !== undefined && (said !== undefined || d <= today));
  return day === undefined ? undefined : span(addDays(day, -1), addDays(day, 1), 'days');
}

const inYear = `(?: (?:cua )?${yearWords})?`;

/** Dates said as numbers: 14/3, 14-3-2026, "ngày 14 tháng 3 năm ngoái", "ngày 14", "3/2026". */
export const exactRules: readonly Rule[] = [
  rule('(\\d{4})-(\\d{1,2})-(\\d{1,2})', (m) => {
    const day = dayOf(Number(m[1]), Number(m[2]), Number(m[3]));
    return day === undefined ? undefined : single(day);
  }),
  rule('(\\d{1,2})\\s?[/.-]\\s?(\\d{1,2})\\s?[/.-]\\s?(\\d{4}|\\d{2})', (m, reading) =>
    dated(Number(m[1]), Number(m[2]), fullYear(m[3] ?? ''), reading),
  ),
  rule('(?:thang )?(\\d{1,2})\\s?[/-]\\s?(20\\d{2})', (m) => {
    const number = Number(m[1]);
    return number >= 1 && number <= 12 ? month(Number(m[2]), number) : undefined;
  }),
  rule(`(\\d{1,2})\\s?[/.-]\\s?(\\d{1,2})${inYear}`, (m, reading) =>
    dated(Number(m[1]), Number(m[2]), yearOf(m.slice(3), reading.today), reading),
  ),
  rule(`(?:ngay |mung |mong |hom )?${num} (?:thang|thg) ${monthNum}${inYear}`, (m, reading) =>
    dated(numberOf(m[1]), numberOf(m[2]), yearOf(m.slice(3), reading.today), reading),
  ),
  rule(`(?:ngay|mung|mong) ${num} thang (nay|truoc|roi)`, (m, { today }) => {
    const { year, month: current } = partsOf(
      m[2] === 'nay' ? today : addMonths(`${today.slice(0, 7)}-01`, -1),
    );
    const day = dayOf(year, current, numberOf(m[1]));
    return day === undefined ? undefined : single(day);
  }),
  rule(`(?:ngay|hom) (?:mung |mong )?(\\d{1,2})(?! (?:ngay|hom|tuoi|gio))`, (m, { today }) =>
    latestOfMonth(Number(m[1]), today),
  ),
  rule(`(?:mung|mong) ${num}(?! tet)`, (m, { today }) => latestOfMonth(numberOf(m[1]), today)),
];

function latestOfMonth(date: number, today: Day) {
  for (let back = 0; back < 3; back++) {
    const { year, month: number } = partsOf(addMonths(`${today.slice(0, 7)}-01`, -back));
    const day = dayOf(year, number, date);
    if (day !== undefined && day <= today) return single(day);
  }
  return undefined;
}
