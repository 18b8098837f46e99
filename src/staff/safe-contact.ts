import { withinDaily } from '../conversations/handoff/hours.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { StaffParts } from './parts.ts';

/** While the person is here it is a reply; later it is we who write first, and then their rule holds. */
const stillHere = 15 * 60_000;

/**
 * Why nobody may write to this person now, if so: `quiet` after the word that means stop, until they write
 * again; and to write first, `never`, or the hours in which one may.
 */
export async function unsafeNow(
  parts: Pick<StaffParts, 'reads' | 'now' | 'desk' | 'dialogOf'>,
  id: ConversationId,
  lastPersonAt: Date,
): Promise<string | undefined> {
  const open = await parts.desk.conversations.open(id, 1);
  if (open !== undefined && parts.dialogOf(open.memory.dialog).flags['quiet'] === true) return 'quiet';
  const now = parts.now();
  if (now.getTime() - lastPersonAt.getTime() < stillHere) return undefined;
  const rule = await parts.reads.contact(id);
  if (rule === undefined) return undefined;
  if (rule.never) return 'never';
  return rule.window === null || withinDaily(rule.window, now)
    ? undefined
    : `${rule.window.from}-${rule.window.to}`;
}
