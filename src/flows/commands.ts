import type { Recognition } from '../domain/recognition.ts';
import { commandButton, show } from './buttons.ts';
import type { Command } from './effect.ts';
import { go, type Move, stay } from './kinds/behaviour.ts';
import { skipped } from './kinds/question.ts';
import { countWords, type Meaning, matchWhole, matchWithin } from './match.ts';
import type { Run } from './run.ts';
import type { Walk } from './walk.ts';

/** What can be said at any time. "done" is heard by the questions that wait for it. */
const spoken = [
  'help',
  'human',
  'stop',
  'restart',
  'delete',
  'back',
  'skip',
  'continue',
  'exit',
  'safe-word',
] as const;
/** Mild ones are also found within a short sentence; a mistake about the others would cost too much. */
const mild = ['help', 'human', 'skip'] as const;
const shortSentence = 7;
const surestIntent = 0.6;

export function isCommand(value: string): value is Command {
  return value === 'done' || (spoken as readonly string[]).includes(value);
}

/** The command a message is, if any. In free text only a whole message counts. */
export function commandIn(
  run: Run,
  text: string,
  recognition: Recognition,
  freeText: boolean,
): Command | undefined {
  const whole = matchWhole(text, meaningsOf(run, spoken));
  if (whole !== undefined && isCommand(whole)) return whole;
  if (freeText || countWords(text) > shortSentence) return undefined;
  const [within, ...others] = matchWithin(text, meaningsOf(run, mild));
  if (within !== undefined && others.length === 0 && isCommand(within)) return within;
  // A bare number is an answer: to the classifier, the age 11 looks much like 111.
  if (recognition.confidence < surestIntent || !/\p{L}/u.test(text)) return undefined;
  if (recognition.intent === 'ask_human') return 'human';
  return recognition.intent === 'ask_hotline' ? 'help' : undefined;
}

function meaningsOf(run: Run, names: readonly Command[]): readonly Meaning[] {
  return names.map((name) => {
    const { label, accept } = run.label(`commands.${name}`);
    return { value: name, phrases: [label, ...accept] };
  });
}

/** Carries out a command and leaves the person with the question they were at, or with an end. */
export function obey(walk: Walk, command: Command): void {
  const { run } = walk;
  run.effects.push({ kind: 'command', command });
  if (command !== 'safe-word') run.flag('quiet', false);
  const flow = walk.library.commands[command];
  const taken = flow !== undefined && walk.library.flows.has(flow);
  walk.settle(taken ? walk.startOrReturn(flow) : carryOut(walk, command));
}

function carryOut(walk: Walk, command: Command): Move {
  switch (command) {
    case 'help':
    case 'exit':
      return sayAndAskAgain(walk, `engine.${command}`);
    case 'human':
      return askForPerson(walk.run);
    case 'safe-word':
      return goQuiet(walk.run);
    case 'stop':
      return stop(walk);
    case 'restart':
      return restart(walk);
    case 'delete':
      walk.run.say('engine.delete');
      return walk.again();
    case 'back':
      return goBack(walk);
    case 'skip':
      return skip(walk);
    case 'continue':
    case 'done':
      return walk.run.frame === undefined ? walk.start(walk.library.start) : walk.again();
  }
}

function sayAndAskAgain(walk: Walk, key: string): Move {
  walk.run.say(key, show(walk.run, [], [commandButton(walk.run, 'human')]));
  return walk.again();
}

function askForPerson(run: Run): Move {
  run.say('engine.human');
  run.effects.push({ kind: 'handoff', urgency: 'soon', reason: 'asked' });
  return stay;
}

/** After the safe word nothing that is said shows what this chat is about. */
function goQuiet(run: Run): Move {
  run.flag('quiet', true);
  run.say('engine.weather');
  return stay;
}

function stop(walk: Walk): Move {
  const first = walk.run.state.stack[0];
  walk.run.state = { ...walk.run.state, stack: [] };
  walk.run.say('engine.stopped');
  if (first !== undefined) walk.run.effects.push({ kind: 'end', flow: first.flow, outcome: 'stopped' });
  return stay;
}

/** The draft so far stays where it is kept; only the dialog begins anew. */
function restart(walk: Walk): Move {
  walk.run.state = { ...walk.run.state, stack: [], answers: {} };
  return walk.start(walk.library.start);
}

function goBack(walk: Walk): Move {
  const { run } = walk;
  dropFlowsWithoutPast(walk);
  const { frame } = run;
  const last = frame?.history.at(-1);
  if (frame === undefined || last === undefined) {
    run.say('engine.nothing-back');
    return walk.again();
  }
  run.patch({ step: last, history: frame.history.slice(0, -1), misses: 0, part: undefined });
  return walk.again();
}

/** From the first question of a called flow, back leads into the flow that called it. */
function dropFlowsWithoutPast(walk: Walk): void {
  const { stack } = walk.run.state;
  const top = stack.at(-1);
  const below = stack.at(-2);
  if (top === undefined || below === undefined || top.history.length > 0 || below.history.length === 0)
    return;
  const calling = walk.flowOf(below)?.flow.steps[below.step];
  if (calling?.kind !== 'call' || calling.flow !== top.flow) return;
  walk.run.pop();
  walk.run.effects.push({ kind: 'end', flow: top.flow, outcome: 'back' });
}

function skip(walk: Walk): Move {
  const { run, question } = walk;
  if (question === undefined) return walk.again();
  if (!question.skippable) {
    run.say('engine.cannot-skip');
    return walk.again();
  }
  // What was already gathered is kept: skipping then only means "no more".
  if (run.frame?.part?.kind !== 'more') run.answer(question.save, skipped);
  const next = question.skip ?? question.next;
  return next === undefined ? walk.again() : go(next);
}
