import type { Recognition } from '../domain/recognition.ts';
import type { TurnDraft } from './turn-draft.ts';

/** One kind answer, then a pause of minutes; never a threat, and never a wall in front of danger. */
const patience = 3;
const pauseMinutes = 5;

/** The line a prank gets: kind at first, then the word that there is a short pause. */
export function answerPrank(draft: TurnDraft, kindKey: string): string {
  const pranks = draft.memory.pranks + 1;
  draft.remember({ pranks });
  if (pranks < patience) return kindKey;
  draft.remember({
    quietUntil: new Date(draft.now.getTime() + pauseMinutes * 60_000).toISOString(),
    pranks: 0,
  });
  return 'bot.cool-down';
}

/** Within the pause only more of the same is left unanswered; anything else is heard as ever. */
export function isQuiet(draft: TurnDraft, recognition: Recognition): boolean {
  const { quietUntil } = draft.memory;
  if (quietUntil === undefined || new Date(quietUntil) <= draft.now) return false;
  return recognition.intent === 'prank_or_insult' && recognition.urgency === 'routine';
}
