import type { DateFound, Precision } from '../../domain/answer.ts';

/** A day as `2026-11-24`. Days have no zone here: "today" is taken from a time with Vietnam's offset. */
export type Day = string;

const msPerDay = 86_400_000;

export function dayOf(year: number, month: number, date: number): Day | undefined {
  const time = new Date(Date.UTC(year, month - 1, date));
  const fits =
    time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === date;
  return fits ? time.toISOString().slice(0, 10) : undefined;
}

export function partsOf(day: Day): { readonly year: number; readonly month: number; readonly date: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, date };
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * msPerDay).toISOString().slice(0, 10);
}

/** The same date some months away, or the last of that month if it is shorter. */
export function addMonths(day: Day, count: number): Day {
  const { year, month, date } = partsOf(day);
  const first = new Date(Date.UTC(year, month - 1 + count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

export function span(from: Day, to: Day, precision: Precision): DateFound {
  return { from, to, precision };
}

export function single(day: Day): DateFound {
  return span(day, day, 'day');
}

export function week(day: Day): DateFound {
  const monday = mondayOf(day);
  return span(monday, addDays(monday, 6), 'week');
}

export function month(year: number, number: number, last = number): DateFound {
  const from = `${year}-${String(number).padStart(2, '0')}-01`;
  const next = addMonths(from, last - number + 1);
  return span(from, addDays(next, -1), last === number ? 'month' : 'season');
}

export function year(number: number): DateFound {
  return span(`${number}-01-01`, `${number}-12-31`, 'year');
}

export const unknownDate: DateFound = { from: null, to: null, precision: 'unknown' };
