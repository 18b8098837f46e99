import { randomUUID } from 'node:crypto';
import type { Answer, AttachmentRef } from '../domain/answer.ts';
import { HandoffId } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { Content } from '../domain/message.ts';
import type { Recognition } from '../domain/recognition.ts';
import { isHard } from '../domain/urgency.ts';
import type { Command } from '../flows/effect.ts';
import type { Input } from '../flows/turn.ts';
import type { ActionParts } from './actions/action.ts';
import { runActionFor } from './actions/run-action.ts';
import { breakBlock, isAlwaysHeard, isBlocked, meetsBlock } from './blocks.ts';
import { moveInTurn, type TurnEvent } from './handoff/in-turn.ts';
import type {
  DialogOutcome,
  DialogRequest,
  DialogRunner,
  OpenConversation,
  Pending,
  Said,
  TurnCommit,
} from './ports.ts';
import { answerPrank, isQuiet } from './pranks.ts';
import { endOldQuiet, endQuiet, isSafeWord } from './quiet.ts';
import { askAfterLeaving, gradeOfTap, hearGrade, type RatingWords } from './rating.ts';
import { keepDraft } from './report-draft.ts';
import {
  flowByPhrase,
  hasRuleSign,
  type Route,
  type Routes,
  routeText,
  signIds,
  sureOfIntent,
  toldBefore,
  wishOfStaff,
} from './routes.ts';
import { TurnDraft } from './turn-draft.ts';

export interface TurnParts extends ActionParts {
  /** `before` are the person's last messages, newest first. */
  readonly recognise: (text: string, before: readonly string[]) => Promise<Recognition>;
  readonly runner: DialogRunner;
  readonly routes: Routes;
  /** True when the question at hand takes any words (a story, a name), so that what is written is its answer too. */
  readonly asksForWords: (dialog: unknown) => boolean;
  /** The transcript line of a message of the person, by the channel's own id. */
  readonly findSaid: (conversation: OpenConversation, externalId: string) => Promise<number | undefined>;
  readonly rating: RatingWords;
  /** The command that a whole message is, by its own words alone. */
  readonly commandIn: (text: string, conversation: OpenConversation) => Command | undefined;
  /** A line outside of flows, in the voice the person is spoken to. */
  readonly speak: (key: string, dialog: unknown, conversation: OpenConversation) => Said;
}

const mostRecent = 4;
const shortAnswer = 5;
const isNotByPerson: ReadonlySet<Content['kind']> = new Set(['staff-echo', 'staff-returned', 'forget']);
const leavesNoLine: ReadonlySet<Content['kind']> = new Set([
  'opened',
  'forget',
  'withdrawn',
  'staff-returned',
]);

/** Computes one turn over all waiting events, in order. Nothing leaves; the commit makes it true. */
export async function computeTurn(parts: TurnParts, open: OpenConversation, now: Date): Promise<TurnCommit> {
  const turn = new Turn(parts, new TurnDraft(open, now));
  for (const pending of open.pending) await turn.take(pending);
  return turn.draft.toCommit();
}

class Turn {
  readonly parts: TurnParts;
  readonly draft: TurnDraft;

  constructor(parts: TurnParts, draft: TurnDraft) {
    this.parts = parts;
    this.draft = draft;
  }

  async take(pending: Pending): Promise<void> {
    const { draft } = this;
    draft.answered.push(pending.inboxId);
    const { content } = pending;
    if (!isNotByPerson.has(content.kind)) endOldQuiet(draft, this.parts.runner, this.parts.routes.quiet);
    if (!isNotByPerson.has(content.kind)) draft.heardAt(pending.occurredAt);
    if (!leavesNoLine.has(content.kind)) {
      const clientId = pending.externalId;
      const body = { kind: 'said' as const, content, ...(clientId === undefined ? {} : { clientId }) };
      draft.add({ author: content.kind === 'staff-echo' ? 'staff' : 'person', at: pending.occurredAt, body });
    }
    if (content.kind === 'text' && this.#rates(content.text)) return;
    if (content.kind === 'button' && this.#rates(content.value)) return;
    switch (content.kind) {
      case 'text':
        return this.#text(content.text);
      case 'button':
        return this.#input({ kind: 'button', value: content.value });
      case 'attachments':
        return this.#files(content.attachments, content.text);
      case 'sticker':
        return this.#silent();
      case 'opened':
        return this.#opened();
      case 'forget':
        draft.forget();
        return undefined;
      case 'withdrawn':
        return this.#withdrawn(content.externalId);
      case 'staff-echo':
        this.#moveHolder({ kind: 'answered-outside', handoffId: HandoffId.parse(randomUUID()) });
        return undefined;
      case 'staff-returned':
        this.#moveHolder({ kind: 'returned-outside' });
        return undefined;
    }
  }

  /** The answer to the one question after a talk with a human; anything else ends that question. */
  #rates(text: string): boolean {
    const { draft, parts } = this;
    const open = draft.memory.rate !== undefined && draft.holder.kind === 'bot';
    const grade = gradeOfTap(text) ?? (open ? parts.rating.gradeIn(text, draft.before) : undefined);
    if (grade === undefined) {
      draft.remember({ rate: undefined });
      return false;
    }
    hearGrade(draft, grade);
    draft.hideLastTap();
    this.#speak('bot.rated');
    return true;
  }

  /** Danger is looked for in every state, also while a person holds the chat. */
  async #text(text: string): Promise<void> {
    const { draft, parts } = this;
    if (isSafeWord(draft, text)) return this.#goQuiet();
    const recognition = await parts.recognise(text, draft.memory.recent);
    draft.remember({ recent: [text.slice(0, 1000), ...draft.memory.recent].slice(0, mostRecent) });
    if (recognition.urgency !== 'routine') breakBlock(draft);
    if (this.#isHeldBack(text)) return this.#speak('bot.blocked');
    const flows = parts.runner.read(draft.memory.dialog).stack.map(({ flow }) => flow);
    const plain = await this.#plainAnswer(text, recognition, flows);
    if (plain !== undefined) return this.#keep(plain);
    draft.raise(recognition.urgency);
    if (isHard(recognition.urgency)) this.#noteDanger(recognition);
    if (draft.holder.kind === 'staff') return this.#toStaff(text);
    const route = routeText(parts.routes, recognition, { memory: draft.memory, flows });
    if (route.kind === 'danger') return this.#danger(route, text, recognition);
    if (route.kind === 'told-in-report') this.#callQuietly(recognition);
    // After the safe word the engine knows what still counts; small talk and menus would show what this is.
    if (parts.runner.read(draft.memory.dialog).flags['quiet'] === true)
      return this.#keep(await this.#run({ kind: 'text', text, recognition }));
    if (isQuiet(draft, recognition)) return;
    const named = flowByPhrase(parts.routes, text);
    if (named !== undefined && !flows.includes(named)) return this.#begin(named, '', undefined);
    return flows.length === 0 ? this.#outside(text, recognition) : this.#inside(text, recognition);
  }

  /** Whoever is blocked gets one kind line with 111, and nobody is called for them. */
  #isHeldBack(text: string): boolean {
    const { draft, parts } = this;
    if (draft.holder.kind === 'staff' || !isBlocked(draft)) return false;
    return !isAlwaysHeard(parts.commandIn(text, draft.before));
  }

  /** Also while someone holds the chat: they are not to write to whoever has the phone now. */
  async #goQuiet(): Promise<void> {
    const { draft } = this;
    if (draft.holder.kind === 'staff') moveInTurn(draft, { kind: 'person-left' }, 'in silence');
    draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event: 'quiet' } });
    return this.#input({ kind: 'button', value: '!safe-word' });
  }

  /**
   * A few words that answer the question at hand ("dưới 12 tuổi", "bố mẹ", a receipt) are no alarm on
   * the classifier's word alone; a rule's sign, or anything longer, is heard as danger first.
   */
  async #plainAnswer(
    text: string,
    recognition: Recognition,
    flows: readonly string[],
  ): Promise<DialogOutcome | undefined> {
    const isShort = text.trim().split(/\s+/u).length <= shortAnswer;
    if (!isHard(recognition.urgency) || hasRuleSign(recognition) || !isShort) return undefined;
    if (flows.length === 0 || this.draft.holder.kind === 'staff') return undefined;
    const calm: Recognition = { ...recognition, urgency: 'routine', signs: [] };
    const outcome = await this.#run({ kind: 'text', text, recognition: calm });
    return outcome.understood ? outcome : undefined;
  }

  /** Someone in the middle of their story is not interrupted on the classifier's word, but a person is called. */
  #callQuietly(recognition: Recognition): void {
    const { draft } = this;
    const signs = signIds(recognition);
    if (signs.every((id) => draft.memory.alarmed.includes(id))) return;
    draft.remember({ alarmed: [...draft.memory.alarmed, ...signs].slice(-50) });
    draft.requestHandoff(recognition.urgency, 'told-in-report');
  }

  /** Words that answer the question at hand are kept as its answer before the danger flow begins on top. */
  async #danger(
    route: Extract<Route, { kind: 'danger' }>,
    text: string,
    recognition: Recognition,
  ): Promise<void> {
    const { draft, parts } = this;
    const alarmed = [...new Set([...draft.memory.alarmed, ...route.signs])].slice(-50);
    draft.remember({ alarmed, pranks: 0, quietUntil: undefined });
    this.#introduce();
    const kept = parts.asksForWords(draft.memory.dialog);
    if (kept) {
      const heard = await this.#run({ kind: 'text', text, recognition });
      await this.#keep({ ...heard, steps: heard.steps.filter(({ kind }) => kind !== 'said') });
    }
    return this.#begin(route.flow, kept ? '' : text, recognition);
  }

  /** Staff read it; only the wish to leave, or to have someone else, is the program's to carry out. */
  #toStaff(text: string): void {
    endQuiet(this.draft, this.parts.runner);
    const wish = wishOfStaff(this.parts.routes, text);
    if (wish === undefined) return;
    this.#moveHolder({ kind: wish });
    if (wish === 'person-left') askAfterLeaving(this.draft, this.parts.rating);
  }

  #moveHolder(event: TurnEvent): void {
    const { draft, parts } = this;
    moveInTurn(draft, event, (key) => parts.speak(key, draft.memory.dialog, draft.before));
  }

  #noteDanger(recognition: Recognition): void {
    const { draft } = this;
    const event = `danger:${signIds(recognition).join(',')}`.slice(0, 200);
    draft.add({
      author: 'system',
      at: draft.now,
      body: { kind: 'noted', event, urgency: recognition.urgency },
    });
  }

  /** In a question: the answer first; what does not fit it may be a change of mind or small talk. */
  async #inside(text: string, recognition: Recognition): Promise<void> {
    const input: Input = { kind: 'text', text, recognition };
    const outcome = await this.#run(input);
    if (outcome.understood) return this.#keep(outcome);
    if (recognition.confidence < sureOfIntent) return this.#keep(outcome);
    const wanted = this.parts.routes.intents[recognition.intent];
    if (wanted !== undefined) return this.#begin(wanted.flow, text, recognition);
    if (!this.#small(recognition.intent)) return this.#keep(outcome);
    return this.#keep(await this.#run(input, { kind: 'again' }));
  }

  async #outside(text: string, recognition: Recognition): Promise<void> {
    const { routes } = this.parts;
    const isFirst = !this.draft.memory.greeted;
    const sure = recognition.confidence >= sureOfIntent;
    const wanted = sure ? routes.intents[recognition.intent] : undefined;
    if (wanted !== undefined) {
      this.#introduce();
      return this.#begin(wanted.flow, text, recognition);
    }
    if (recognition.urgency === 'soon') {
      this.#introduce();
      return this.#begin(routes['check-in'], text, recognition);
    }
    if (isFirst) return this.#begin(routes.start, text, recognition);
    if (sure && this.#small(recognition.intent)) return;
    // A command ("111", "gặp cô chú") is understood outside of flows too; anything else gets a way on.
    const outcome = await this.#run({ kind: 'text', text, recognition });
    if (outcome.understood) return this.#keep(outcome);
    return this.#begin(routes['not-understood'], text, recognition);
  }

  async #opened(): Promise<void> {
    if (this.draft.memory.arrived) return this.#arrived();
    if (this.draft.memory.greeted || this.draft.holder.kind === 'staff') return;
    await this.#begin(this.parts.routes.start, '', undefined);
  }

  /** Whoever came by a link goes on with the question they were at, and is waited for again if they were. */
  async #arrived(): Promise<void> {
    const { draft } = this;
    draft.remember({ arrived: false });
    this.#speak('bot.welcome-back');
    if (isHard(draft.urgency)) draft.requestHandoff(draft.urgency, 'moved-here');
    await this.#keep(await this.#run({ kind: 'button', value: '' }, { kind: 'again' }));
  }

  async #silent(): Promise<void> {
    const { draft, parts } = this;
    if (draft.holder.kind === 'staff') return;
    this.#introduce();
    const inSilence = parts.runner
      .read(draft.memory.dialog)
      .stack.some(({ flow }) => flow === parts.routes.silence);
    if (!inSilence) return this.#begin(parts.routes.silence, '', undefined);
    return this.#keep(await this.#run({ kind: 'button', value: '' }, { kind: 'again' }));
  }

  /** The person took a message back on the platform: its words go here, too. */
  async #withdrawn(externalId: string): Promise<void> {
    const { draft, parts } = this;
    const seq = await parts.findSaid(draft.before, externalId);
    if (seq !== undefined) draft.redact(seq);
    draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event: 'withdrawn' } });
  }

  async #files(files: readonly AttachmentRef[], text: string | undefined): Promise<void> {
    this.#introduce();
    // A channel got something that it could not read or keep: the person must know that it is not here.
    if (files.length === 0 && this.draft.holder.kind !== 'staff') this.#speak('bot.file-refused');
    if (files.length === 0) return text === undefined ? undefined : this.#text(text);
    await this.#input({ kind: 'attachments', attachments: [...files] });
    if (text !== undefined) await this.#text(text);
  }

  async #input(input: Input): Promise<void> {
    if (this.draft.holder.kind === 'staff') return;
    this.draft.remember({ quietUntil: undefined, pranks: 0 });
    if (input.kind === 'attachments' && isBlocked(this.draft)) return this.#speak('bot.blocked');
    const outcome = await this.#run(input);
    const meets = isBlocked(this.draft) ? meetsBlock(outcome.steps) : 'nothing';
    if (meets === 'refused') return this.#speak('bot.blocked');
    if (meets === 'breaks') breakBlock(this.draft);
    await this.#keep(outcome);
  }

  async #begin(flow: string, text: string, recognition: Recognition | undefined): Promise<void> {
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
    await this.#keep(
      await this.#run(input, { kind: 'begin', flow, answers, heard, replace: this.#isLeaving(flow) }),
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
  #introduce(): void {
    if (this.draft.memory.greeted) return;
    this.draft.remember({ greeted: true });
    this.#speak('bot.machine');
  }

  #small(intent: Intent): boolean {
    const key = this.parts.routes.small[intent];
    if (key === undefined) return false;
    if (intent === 'prank_or_insult') this.#speak(answerPrank(this.draft, key));
    else this.#speak(key);
    return true;
  }

  #speak(key: string): void {
    this.draft.say(this.parts.speak(key, this.draft.memory.dialog, this.draft.before));
  }

  #run(input: Input, instead?: DialogRequest['instead']): Promise<DialogOutcome> {
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

  async #keep(outcome: DialogOutcome, told = false): Promise<void> {
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
}
