import type { Answer } from '../../domain/answer.ts';
import type { Intent } from '../../domain/intent.ts';
import type { Recognition } from '../../domain/recognition.ts';
import type { Input } from '../../flows/turn.ts';
import { runActionFor } from '../actions/run-action.ts';
import { breakBlock, isBlocked, meetsBlock } from '../blocks.ts';
import { moveInTurn, type TurnEvent } from '../handoff/in-turn.ts';
import type { DialogOutcome, DialogRequest } from '../ports.ts';
import { answerPrank } from '../pranks.ts';
import { keepDraft } from '../report-draft.ts';
import { toldBefore } from '../routes.ts';
import type { TurnDraft } from '../turn-draft.ts';
import type { TurnParts } from './parts.ts';

/** The dialog within one turn: begins flows, hears inputs, speaks, and keeps what came of it in the draft. */
export class TurnDialog {
  readonly parts: TurnParts;
  readonly draft: TurnDraft;

  constructor(parts: TurnParts, draft: TurnDraft) {
    this.parts = parts;
    this.draft = draft;
  }

  async begin(flow: string, text: string, recognition: Recognition | undefined): Promise<void> {
    const { routes } = this.parts;
    if (flow === routes.start) this.draft.remember({ greeted: true });
    const wanted = recognition === undefined ? undefined : routes.intents[recognition.intent];
    const given = wanted?.flow === flow ? wanted.answers : {};
    const noted: Record<string, Answer> = Object.fromEntries(
      Object.entries(given).map(([field, value]) => [field, { kind: 'choice', said: value, value }]),
    );
    // What brought the person here is theirs to have told: the report begins with it, word for word.
    const tells = text !== '' && routes.report.includes(flow) && this.#hasToldNothing();
    const answers: Record<string, Answer> = tells
      ? { ...noted, first_words: { kind: 'text', said: text } }
      : noted;
    const heard =
      recognition === undefined || !routes.report.includes(flow) ? {} : toldBefore(routes, recognition);
    const input: Input =
      recognition === undefined ? { kind: 'button', value: '' } : { kind: 'text', text, recognition };
    await this.keep(
      await this.run(input, { kind: 'begin', flow, answers, heard, replace: this.#isLeaving(flow) }),
      tells,
    );
  }

  /** A danger flow does not lead back into a menu, a welcome or a tip. */
  #isLeaving(flow: string): boolean {
    const { routes, runner } = this.parts;
    const underWay = runner.read(this.draft.memory.dialog).stack.map((frame) => frame.flow);
    return (
      routes.danger.some((line) => line.flow === flow) &&
      !underWay.some((name) => routes.report.includes(name))
    );
  }

  #hasToldNothing(): boolean {
    return this.parts.runner.read(this.draft.memory.dialog).answers['first_words'] === undefined;
  }

  /** Whoever does not start with the welcome still hears first that this is a machine. */
  introduce(): void {
    if (this.draft.memory.greeted) return;
    this.draft.remember({ greeted: true });
    this.speak('bot.machine');
  }

  /** Answers small talk, if this is some. */
  small(intent: Intent): boolean {
    const key = this.parts.routes.small[intent];
    if (key === undefined) return false;
    if (intent === 'prank_or_insult') this.speak(answerPrank(this.draft, key));
    else this.speak(key);
    return true;
  }

  speak(key: string): void {
    this.draft.say(this.parts.speak(key, this.draft.memory.dialog, this.draft.before));
  }

  run(input: Input, instead?: DialogRequest['instead']): Promise<DialogOutcome> {
    const { draft, parts } = this;
    return parts.runner.run({
      conversation: draft.before,
      now: draft.now,
      dialog: draft.memory.dialog,
      input,
      ...(instead === undefined ? {} : { instead }),
      runAction: runActionFor(parts, draft),
    });
  }

  async keep(outcome: DialogOutcome, told = false): Promise<void> {
    const { draft, parts } = this;
    draft.remember({ dialog: outcome.dialog });
    for (const step of outcome.steps) {
      if (step.kind === 'said') draft.say(step.said);
      else if (step.kind === 'handoff') draft.requestHandoff(step.urgency, step.reason);
      else if (step.kind === 'answer' && step.field.startsWith('nav_receipt_')) draft.hideLastSaid();
      else if (step.kind === 'command' && step.command === 'restart') draft.startAnew();
    }
    await keepDraft(draft, outcome, { ...parts, told });
  }

  /** Keeps what was answered, and says nothing of it: something else is said instead. */
  keepUnsaid(outcome: DialogOutcome): Promise<void> {
    return this.keep({ ...outcome, steps: outcome.steps.filter(({ kind }) => kind !== 'said') });
  }

  moveHolder(event: TurnEvent): void {
    const { draft, parts } = this;
    moveInTurn(draft, event, (key) => parts.speak(key, draft.memory.dialog, draft.before));
  }

  /** A tap or files, to the question at hand; while someone holds the chat they answer. */
  async hear(input: Input): Promise<void> {
    if (this.draft.holder.kind === 'staff') return;
    this.draft.remember({ quietUntil: undefined, pranks: 0 });
    if (input.kind === 'attachments' && isBlocked(this.draft)) return this.speak('bot.blocked');
    const outcome = await this.run(input);
    const meets = isBlocked(this.draft) ? meetsBlock(outcome.steps) : 'nothing';
    if (meets === 'refused') return this.speak('bot.blocked');
    if (meets === 'breaks') breakBlock(this.draft);
    await this.keep(outcome);
  }
}
