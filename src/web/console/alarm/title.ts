import type { Today } from '../api/today.ts';

/** The words of the tab's title. */
export interface Calls {
  readonly title: string;
  readonly waiting: (count: number) => string;
  readonly danger: (count: number) => string;
}

interface Called {
  readonly text: string | undefined;
  readonly urgent: number;
}

/** What the tab says while nobody looks at it: how many wait, and danger before all. */
export function callsOf(today: Today | undefined, words: Calls): Called {
  const waiting = today?.queue ?? [];
  const urgent = waiting.filter(({ urgency }) => urgency === 'immediate').length;
  if (urgent > 0) return { text: words.danger(urgent), urgent };
  const count = waiting.length + (today?.offers.length ?? 0);
  return { text: count > 0 ? words.waiting(count) : undefined, urgent: 0 };
}

/** In danger the title alternates, so that the eye catches it among other tabs. */
export function titleOf({ text, urgent }: Called, title: string, on: boolean): string {
  if (text === undefined) return title;
  return urgent > 0 && !on ? title : text;
}
