import { withinDaily } from '../conversations/handoff/hours.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { StaffParts } from './parts.ts';

/** While the person is here it is a reply; later it is we who write first, and then their rule holds. */
const stillHere = 15 * 60_000;

/** Why nobody may write to this person first now, if so: `never`, or the hours in which one may. */
export async function unsafeNow(
  parts: Pick<StaffParts, 'reads' | 'now'>,
  id: ConversationId,
  lastPersonAt: Date,
): Promise<string | undefined> {
  const now = parts.now();
  if (now.getTime() - lastPersonAt.getTime() < stillHere) return undefined;
  const rule = await parts.reads.contact(id);
  if (rule === undefined) return undefined;
  if (rule.never) return 'never';
  return rule.window === null || withinDaily(rule.window, now)
    ? undefined
    : `${rule.window.from}-${rule.window.to}`;
}
