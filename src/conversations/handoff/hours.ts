import { z } from 'zod';

const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/u, 'hours are written like 07:30-11:30');
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const Holiday = z
  .strictObject({
    name: z.string().min(1),
    from: z.iso.date(),
    to: z.iso.date(),
    tet: z.boolean().optional(),
  })
  .refine(({ from, to }) => from <= to, 'a holiday ends after it begins');

/** dialogs/hours.yaml: when someone of the Centre answers. */
export const Hours = z.strictObject({
  weekly: z.record(z.enum(weekdays), z.array(span)),
  holidays: z.record(
    z.string().regex(/^\d{4}$/u),
    z
      .array(Holiday)
      .refine((days) => days.some((day) => day.tet === true), 'a year needs its own days of Tết (tet: true)'),
  ),
});
export type Hours = Readonly<z.infer<typeof Hours>>;

export interface OpenState {
  readonly state: 'open' | 'closed';
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly holiday: string | null;
}

/** Vietnam keeps UTC+7 all year. */
const offset = 7 * 3_600_000;
const day = 86_400_000;
const farthest = 30;

/** Whether the desk is open at `now`, and when that changes; looks 30 days ahead. */
export function openState(hours: Hours, now: Date): OpenState {
  const spans = [...Array(farthest).keys()].flatMap((ahead) =>
    spansOf(hours, new Date(now.getTime() + ahead * day)),
  );
  const current = spans.find(({ from, to }) => from <= now && now < to);
  const next = spans.find(({ from }) => from > now);
  return {
    state: current === undefined ? 'closed' : 'open',
    opensAt: current === undefined ? (next?.from ?? null) : null,
    closesAt: current?.to ?? null,
    holiday: holidayOn(hours, localDate(now)) ?? null,
  };
}

function spansOf(hours: Hours, at: Date): readonly { from: Date; to: Date }[] {
  const date = localDate(at);
  if (holidayOn(hours, date) !== undefined) return [];
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const texts = weekday === undefined ? [] : hours.weekly[weekday];
  const midnight = Date.parse(`${date}T00:00:00Z`) - offset;
  return texts.map((text) => {
    const [from = 0, to = 0] = text.split('-').map(minutes);
    return { from: new Date(midnight + from * 60_000), to: new Date(midnight + to * 60_000) };
  });
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

function localDate(at: Date): string {
  return new Date(at.getTime() + offset).toISOString().slice(0, 10);
}

function holidayOn(hours: Hours, date: string): string | undefined {
  return hours.holidays[date.slice(0, 4)]?.find(({ from, to }) => from <= date && date <= to)?.name;
}

/** A daily window by Vietnam's clock, which may cross midnight; for safe-contact rules. */
export function withinDaily(
  { from, to }: { readonly from: string; readonly to: string },
  now: Date,
): boolean {
  const local = new Date(now.getTime() + offset);
  const at = local.getUTCHours() * 60 + local.getUTCMinutes();
  const [start, end] = [minutes(from), minutes(to)];
  return start <= end ? start <= at && at < end : at >= start || at < end;
}
