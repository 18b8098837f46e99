import type { Entry, Note } from '../../api/chat.ts';
import { dayOf } from '../../parts/time.ts';
import type { Pending } from './pending.ts';

/** One line of the page: what was said, what colleagues noted, what is still on its way, a new day. */
export type TimeLine =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: Entry }
  | { readonly kind: 'note'; readonly key: string; readonly note: Note }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: Pending };

export function linesOf(
  entries: readonly Entry[],
  notes: readonly Note[],
  pending: readonly Pending[],
): readonly TimeLine[] {
  const lines: TimeLine[] = [];
  let day = '';
  const byTime = [...notes].sort((a, b) => a.afterSeq - b.afterSeq || a.at.localeCompare(b.at));
  let next = 0;
  const notesUpTo = (seq: number) => {
    for (let note = byTime[next]; note !== undefined && note.afterSeq < seq; note = byTime[next]) {
      lines.push({ kind: 'note', key: `note-${note.id}`, note });
      next += 1;
    }
  };
  for (const entry of entries) {
    notesUpTo(entry.seq);
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      lines.push({ kind: 'day', key: `day-${day}`, at: entry.at });
    }
    lines.push({ kind: 'entry', key: `entry-${entry.seq}`, entry });
  }
  notesUpTo(Number.POSITIVE_INFINITY);
  const known = new Set(entries.map(({ seq }) => seq));
  for (const one of pending) {
    if (one.seq === undefined || !known.has(one.seq))
      lines.push({ kind: 'pending', key: one.clientId, pending: one });
  }
  return lines;
}

/** Since which line a chat is in a member's hands: what came before is read in one's own time, so it may be folded. */
export function takenAt(entries: readonly Entry[]): number {
  const taken = [...entries]
    .reverse()
    .find(
      ({ body }) =>
        body.kind === 'noted' && (body.event === 'holder:taken' || body.event === 'holder:passed'),
    );
  return taken?.seq ?? Number.POSITIVE_INFINITY;
}

/** A heavy line: one that holds a sign of the two upper tiers. */
export function isHeavy({ signs }: Entry): boolean {
  return signs.some(({ urgency }) => urgency === 'urgent' || urgency === 'immediate');
}
