import type { DialogState } from '../domain/dialog.ts';
import { followAddress } from './address.ts';
import { commandButton, readTap, show } from './buttons.ts';
import { commandIn, isCommand, obey } from './commands.ts';
import type { Effect } from './effect.ts';
import { keepUnaskedFiles } from './files.ts';
import { ask, hear, type QuestionStep } from './kinds/all.ts';
import { go, type Heard, type Move, stay, type Told } from './kinds/behaviour.ts';
import { exactly } from './kinds/choice.ts';
import { isDone } from './kinds/more.ts';
import type { Library } from './library.ts';
import { relocate } from './position.ts';
import { Run } from './run.ts';
import type { Input, Turn } from './turn.ts';
import { Walk } from './walk.ts';

export interface Outcome {
  readonly state: DialogState;
  readonly effects: readonly Effect[];
  /** False if the input fitted nothing that was asked; the person has been told. */
  readonly understood: boolean;
}

export interface BeginOptions {
  /** The flows under way are given up instead of waiting below. */
  readonly replace?: boolean;
  /** The words that led here: how the person speaks of themselves is followed from the first message on. */
  readonly said?: string;
}

/** Starts a flow; what was under way waits below it and is resumed when it ends. */
export function begin(
  library: Library,
  state: DialogState,
  flow: string,
  turn: Turn,
  options?: BeginOptions,
): Outcome {
  const run = new Run(state, turn);
  const walk = new Walk(library, run);
  relocate(walk);
  run.flag('quiet', false);
  if (options?.said !== undefined) followAddress(run, options.said);
  if (options?.replace === true) run.state = { ...run.state, stack: [] };
  walk.settle(walk.startOrReturn(flow));
  return { state: run.state, effects: run.effects, understood: true };
}

/** Asks again where the person was, e.g. after a silence or when the bot gets the chat back. */
export function resume(library: Library, state: DialogState, turn: Turn): Outcome {
  const run = new Run(state, turn);
  const walk = new Walk(library, run);
  relocate(walk);
  run.flag('quiet', false);
  if (run.frame === undefined) walk.settle(walk.start(library.start));
  else {
    run.say('engine.resume');
    walk.settle(walk.again());
  }
  return { state: run.state, effects: run.effects, understood: true };
}

/** Takes one input. */
export function advance(library: Library, state: DialogState, input: Input, turn: Turn): Outcome {
  const run = new Run(state, turn);
  const understood = take(new Walk(library, run), input);
  return { state: run.state, effects: run.effects, understood };
}

function take(walk: Walk, input: Input): boolean {
  const position = relocate(walk);
  switch (input.kind) {
    case 'result':
      return takeResult(walk, input);
    case 'attachments':
      return takeFiles(walk, input.attachments, position === 'moved');
    case 'button':
      return takeButton(walk, input.value, position === 'moved');
    case 'text':
      return takeText(walk, input, position === 'moved');
  }
}

/** After these nothing of what was told before may be asked about or remembered. */
const forgetting = new Set(['conversation.forget done']);

function takeResult(walk: Walk, input: Extract<Input, { kind: 'result' }>): boolean {
  const { step, run } = walk;
  if (step?.kind !== 'action' || step.action !== input.action) return askAfterAll(walk);
  run.results = input.params;
  if (forgetting.has(`${input.action} ${input.outcome}`))
    run.state = { ...run.state, stack: run.state.stack.slice(-1), answers: {} };
  const next = step.outcomes[input.outcome];
  walk.settle(next === undefined ? { kind: 'end', outcome: 'lost' } : go(next));
  return true;
}

/** A result nobody waits for any more leaves the person with their question. */
function askAfterAll(walk: Walk): boolean {
  if (walk.question !== undefined) walk.settle(walk.again());
  return false;
}

function takeFiles(walk: Walk, files: Extract<Told, { kind: 'files' }>['files'], moved: boolean): boolean {
  const { question, run } = walk;
  if (question?.kind === 'attachment' && !moved) return hearTold(walk, question, { kind: 'files', files });
  keepUnaskedFiles(run, files);
  run.say('engine.no-files');
  if (run.frame === undefined) return notInFlow(walk);
  walk.settle(walk.again());
  return true;
}

function takeButton(walk: Walk, raw: string, moved: boolean): boolean {
  const { run, question } = walk;
  const tap = readTap(raw);
  const command = tap.value.startsWith('!') ? tap.value.slice(1) : '';
  const current = `${run.frame?.flow ?? ''}.${run.frame?.step ?? ''}`;
  const late = moved || (tap.of !== undefined && tap.of !== current);
  // A person or help is never too late to ask for; an old "skip" must not skip another question.
  if (isCommand(command) && command !== 'done' && (!late || command !== 'skip')) return obeyed(walk, command);
  if (question === undefined) return notInFlow(walk);
  if (!late) return hearTold(walk, question, { kind: 'value', value: tap.value });
  run.say(moved ? 'engine.moved' : 'engine.late-button');
  walk.settle(walk.again());
  return true;
}

function obeyed(walk: Walk, command: Parameters<typeof obey>[1]): boolean {
  obey(walk, command);
  return true;
}

function takeText(walk: Walk, input: Extract<Input, { kind: 'text' }>, moved: boolean): boolean {
  const { run, question } = walk;
  const told: Told = { kind: 'text', text: input.text, recognition: input.recognition };
  const tapped = asTap(walk, input.text);
  if (tapped) return takeButton(walk, input.text.trim(), moved);
  // A choice's own words come before commands: "thôi" may be an answer, too.
  const fits = question?.kind === 'choice' && !moved && exactly(question, input.text, run) !== undefined;
  // While more is gathered, "thôi" ends the gathering and not the whole conversation.
  const enough = !moved && run.frame?.part?.kind === 'more' && isDone(run, told);
  const freeText = question?.kind === 'text';
  const command = fits || enough ? undefined : commandIn(run, input.text, input.recognition, freeText);
  if (command !== undefined) return obeyed(walk, command);
  if (run.state.flags['quiet'] === true) return stayQuiet(run);
  followAddress(run, input.text);
  if (question === undefined) return notInFlow(walk);
  if (!moved) return hearTold(walk, question, told);
  run.say('engine.moved');
  walk.settle(walk.again());
  return true;
}

/** On some channels a tapped button comes back as typed text. */
function asTap(walk: Walk, text: string): boolean {
  const { of, value } = readTap(text.trim());
  return (
    of !== undefined &&
    /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(of) &&
    /^!?[a-z0-9_-]+$/.test(value) &&
    walk.library.flows.has(of.split('.')[0] ?? '')
  );
}

function stayQuiet(run: Run): boolean {
  run.say('engine.weather');
  return true;
}

/** Someone in no flow, or whose flow waits for an action that never came back. */
function notInFlow(walk: Walk): boolean {
  if (walk.run.frame === undefined) walk.settle(walk.start(walk.library.start));
  else walk.settle(walk.again());
  return false;
}

function hearTold(walk: Walk, question: QuestionStep, told: Told): boolean {
  const { run } = walk;
  return act(walk, question, hear(question, told, run));
}

function act(walk: Walk, question: QuestionStep, heard: Heard): boolean {
  const { run } = walk;
  switch (heard.kind) {
    case 'answered':
      run.answer(question.save, heard.answer);
      walk.settle(go(heard.next));
      return true;
    case 'moved':
      walk.settle(go(heard.next));
      return true;
    case 'kept':
      run.patch({ misses: 0 });
      return true;
    case 'unclear':
      walk.settle(missed(walk, question, heard));
      return false;
  }
}

/** The first miss is asked again; from the second on a person and 111 are offered as well. */
function missed(walk: Walk, question: QuestionStep, heard: Extract<Heard, { kind: 'unclear' }>): Move {
  const { run } = walk;
  const misses = (run.frame?.misses ?? 0) + 1;
  run.patch({ misses });
  if (misses > 1) {
    run.say('engine.not-understood-again', show(run, [], [commandButton(run, 'human')]));
    return walk.askAgain(question);
  }
  if (heard.key !== undefined) run.say(heard.key, { params: heard.params ?? {} });
  else if (run.turn.words.has(run.key('retry'))) return askWith(walk, question, run.key('retry'));
  else run.say('engine.not-understood');
  return walk.askAgain(question);
}

/** The question again in other words, with its buttons. */
function askWith(walk: Walk, question: QuestionStep, key: string): Move {
  const before = walk.run.effects.length;
  ask(question, walk.run);
  const asked = walk.run.effects[before];
  if (asked?.kind !== 'say') return stay;
  walk.run.effects.length = before;
  const { buttons, lines, inputHint, secret } = asked;
  walk.run.say(key, {
    buttons,
    lines,
    ...(inputHint === undefined ? {} : { hint: inputHint }),
    ...(secret === true ? { secret } : {}),
  });
  return stay;
}
