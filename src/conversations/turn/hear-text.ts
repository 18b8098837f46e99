import type { Recognition } from '../../domain/recognition.ts';
import { isHard } from '../../domain/urgency.ts';
import { breakBlock, isAlwaysHeard, isBlocked } from '../blocks.ts';
import { moveInTurn } from '../handoff/in-turn.ts';
import type { DialogOutcome } from '../ports.ts';
import { isQuiet } from '../pranks.ts';
import { endQuiet, isSafeWord } from '../quiet.ts';
import { askAfterLeaving } from '../rating.ts';
import { flowByPhrase, hasRuleSign, routeText, wishOfStaff } from '../routes.ts';
import { answerDanger, callQuietly, noteDanger } from './danger.ts';
import { leadInside, leadOutside } from './lead-on.ts';
import type { TurnDialog } from './turn-dialog.ts';

const mostRecent = 4;
const shortAnswer = 5;

/** Danger is looked for in every state, also while a person holds the chat. */
export async function hearText(dialog: TurnDialog, text: string): Promise<void> {
  const { draft, parts } = dialog;
  if (isSafeWord(draft, text)) return goQuiet(dialog);
  const recognition = await parts.recognise(text, draft.memory.recent);
  draft.remember({ recent: [text.slice(0, 1000), ...draft.memory.recent].slice(0, mostRecent) });
  if (recognition.urgency !== 'routine') breakBlock(draft);
  if (isHeldBack(dialog, text)) return dialog.speak('bot.blocked');
  const flows = parts.runner.read(draft.memory.dialog).stack.map(({ flow }) => flow);
  const plain = await plainAnswer(dialog, text, recognition, flows);
  if (plain !== undefined) return dialog.keep(plain);
  draft.raise(recognition.urgency);
  if (isHard(recognition.urgency)) noteDanger(dialog, recognition);
  if (draft.holder.kind === 'staff') return toStaff(dialog, text);
  const route = routeText(parts.routes, recognition, { memory: draft.memory, flows });
  if (route.kind === 'danger') return answerDanger(dialog, route, text, recognition);
  if (route.kind === 'told-in-report') callQuietly(dialog, recognition);
  // After the safe word the engine knows what still counts; small talk and menus would show what this is.
  if (parts.runner.read(draft.memory.dialog).flags['quiet'] === true)
    return dialog.keep(await dialog.run({ kind: 'text', text, recognition }));
  if (isQuiet(draft, recognition)) return;
  const named = flowByPhrase(parts.routes, text);
  if (named !== undefined && !flows.includes(named)) return dialog.begin(named, '', undefined);
  return flows.length === 0 ? leadOutside(dialog, text, recognition) : leadInside(dialog, text, recognition);
}

/** Whoever is blocked gets one kind line with 111, and nobody is called for them. */
function isHeldBack(dialog: TurnDialog, text: string): boolean {
  const { draft, parts } = dialog;
  if (draft.holder.kind === 'staff' || !isBlocked(draft)) return false;
  return !isAlwaysHeard(parts.commandIn(text, draft.before));
}

/** Also while someone holds the chat: they are not to write to whoever has the phone now. */
async function goQuiet(dialog: TurnDialog): Promise<void> {
  const { draft } = dialog;
  if (draft.holder.kind === 'staff') moveInTurn(draft, { kind: 'person-left' }, 'in silence');
  draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event: 'quiet' } });
  return dialog.hear({ kind: 'button', value: '!safe-word' });
}

/**
 * A few words that answer the question at hand ("dưới 12 tuổi", "bố mẹ", a receipt) are no alarm on
 * the classifier's word alone; a rule's sign, or anything longer, is heard as danger first.
 */
async function plainAnswer(
  dialog: TurnDialog,
  text: string,
  recognition: Recognition,
  flows: readonly string[],
): Promise<DialogOutcome | undefined> {
  const isShort = text.trim().split(/\s+/u).length <= shortAnswer;
  if (!isHard(recognition.urgency) || hasRuleSign(recognition) || !isShort) return undefined;
  if (flows.length === 0 || dialog.draft.holder.kind === 'staff') return undefined;
  const calm: Recognition = { ...recognition, urgency: 'routine', signs: [] };
  const outcome = await dialog.run({ kind: 'text', text, recognition: calm });
  return outcome.understood ? outcome : undefined;
}

/** Staff read it; only the wish to leave, or to have someone else, is the program's to carry out. */
function toStaff(dialog: TurnDialog, text: string): void {
  endQuiet(dialog.draft, dialog.parts.runner);
  const wish = wishOfStaff(dialog.parts.routes, text);
  if (wish === undefined) return;
  dialog.moveHolder({ kind: wish });
  if (wish === 'person-left') askAfterLeaving(dialog.draft, dialog.parts.rating);
}
