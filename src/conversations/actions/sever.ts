import { type DialogState, newDialog } from '../../domain/dialog.ts';
import type { ActionResult } from '../ports.ts';
import type { ActionCall } from './action.ts';

/** Long enough to change phones, short enough that a link read later by someone else opens nothing. */
const linkMinutes = 30;

/**
 * Cuts the tie between a platform's account and what was told: all that is remembered is sealed behind
 * a one-use link to the web chat, and the platform's conversation forgets it in the same commit.
 */
export function severConversation({ dialog, draft, parts }: ActionCall): ActionResult {
  if (parts.webChat === undefined || draft.before.channel === 'directline')
    return { outcome: 'unavailable', params: {} };
  const token = parts.newToken();
  const { memory, urgency } = draft;
  const carried: DialogState = { ...newDialog, ...dialog, stack: dialog.stack.slice(0, -1) };
  draft.sever({
    token,
    memory: {
      ...memory,
      dialog: parts.runner.write(carried),
      arrived: true,
      secrets: [],
      carriedUrgency: urgency,
    },
    expiresAt: new Date(draft.now.getTime() + linkMinutes * 60_000),
  });
  const link = `${parts.webChat.replace(/\/$/u, '')}/#k=${token}`;
  return { outcome: 'done', params: { link, minutes: linkMinutes }, drop: () => true, leaveOthers: true };
}
