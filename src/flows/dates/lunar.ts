import { addDays, type Day } from './calendar.ts';

// ICU's Chinese calendar and Vietnam's differ in rare months (an hour's difference of zone can move a new moon
// over midnight); Tết was on the same day in all years from 2008 to 2029.
const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});
const months = new Map<string, Day | undefined>();

function isNewMonth(day: Day, month: number): boolean {
  const parts = lunar.formatToParts(new Date(`${day}T00:00:00Z`));
  const of = (type: string): string | undefined => parts.find((part) => part.type === type)?.value;
  return of('month') === String(month) && of('day') === '1';
}

/** The first day of a lunar month; the lunar year begins in January or February of `year`. */
export function lunarMonth(year: number, month: number): Day | undefined {
  const key = `${year}-${month}`;
  if (!months.has(key)) months.set(key, findMonth(year, month));
  return months.get(key);
}

function findMonth(year: number, month: number): Day | undefined {
  const earliest = addDays(`${year}-01-20`, Math.floor((month - 1) * 29.53) - 2);
  for (let count = 0; count < 65; count++) {
    const day = addDays(earliest, count);
    if (isNewMonth(day, month)) return day;
  }
  return undefined;
}

/** A lunar date, e.g. 15/7 of 2026. */
export function lunarDay(year: number, month: number, date: number): Day | undefined {
  const first = lunarMonth(year, month);
  return first === undefined ? undefined : addDays(first, date - 1);
}
