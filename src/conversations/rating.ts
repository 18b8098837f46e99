import { Grade, mayAskAfter } from '../domain/rating.ts';
import { outsideDesk } from '../domain/staff.ts';
import type { OpenConversation, Said } from './ports.ts';
import type { TurnDraft } from './turn-draft.ts';

/** The one question after a talk with a human, and what counts as its answer. */
export interface RatingWords {
  /** Nothing while the chat shows only the weather: then it must not show what it is about. */
  readonly ask: (conversation: OpenConversation, dialog: unknown) => Said | undefined;
  /** The grade that a whole message means. */
  readonly gradeIn: (text: string, conversation: OpenConversation) => Grade | undefined;
}

/** The value of the button with this grade. */
export function rateValue(grade: Grade): string {
  return `rate:${grade}`;
}

/** The grade of a tap; on some channels a tapped button comes back as text. */
export function gradeOfTap(value: string): Grade | undefined {
  return Grade.options.find((grade) => rateValue(grade) === value.trim());
}

/** Asks once whoever ended the talk themselves. */
export function askAfterLeaving(draft: TurnDraft, words: RatingWords): void {
  const { holder, urgency } = draft.before;
  if (holder.kind !== 'staff' || holder.staffId === outsideDesk || !mayAskAfter('left', draft.urgency))
    return;
  const said = words.ask(draft.before, draft.memory.dialog);
  if (said === undefined) return;
  draft.say(said);
  draft.remember({ rate: { urgency, closing: 'left' } });
}

/** Counts the grade, if the question is open; a tap that comes later or again is thanked for and not counted. */
export function hearGrade(draft: TurnDraft, grade: Grade): void {
  const { rate } = draft.memory;
  if (rate === undefined) return;
  draft.ratings.push({ ...rate, grade });
  draft.remember({ rate: undefined });
}
