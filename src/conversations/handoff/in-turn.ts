import type { Said } from '../ports.ts';
import type { TurnDraft } from '../turn-draft.ts';
import { type HolderEvent, move } from './move.ts';

/** What a turn of the person may do to the holder; what staff do goes through the desk. */
export type TurnEvent = Extract<
  HolderEvent,
  { kind: 'answered-outside' | 'returned-outside' | 'person-left' | 'another-wanted' }
>;

/**
 * Changes the holder within a turn: someone answered in the platform's own inbox or gives it back, the person leaves the
 * talk with a human ("thoát"), or asks for another one. `speak` words the line that tells them who speaks now.
 */
export function moveInTurn(
  draft: TurnDraft,
  event: TurnEvent,
  speak: ((key: string) => Said) | 'in silence',
): 'moved' | 'same' {
  const { holder, epoch } = draft;
  const moved = move({ holder, epoch }, event);
  if (moved.kind !== 'moved') return 'same';
  draft.holder = moved.held.holder;
  draft.epoch = moved.held.epoch;
  draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event: `holder:${moved.noted}` } });
  if (speak !== 'in silence') for (const key of moved.told) draft.say(speak(key));
  if (event.kind === 'answered-outside' && holder.kind === 'bot') {
    draft.handoffs.push({
      id: event.handoffId,
      urgency: draft.urgency,
      reason: 'answered-outside',
      openedAt: draft.now,
    });
  }
  return 'moved';
}
