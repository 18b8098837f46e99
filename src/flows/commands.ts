import type { Recognition } from '../domain/recognition.ts';
import type { Command } from './effect.ts';
import { commandButton, show } from './buttons.ts';
import { skipped } from './kinds/question.ts';
import { go } from './kinds/behaviour.ts';
import { countWords, matchWhole, matchWithin, type Meaning } from './match.ts';
import type { Run } from './run.ts';
import type { Walk } from './walk.ts';

/** What can be said at any time. "done" is heard by the questions that wait for it. */
const spoken = ['help', 'human', 'stop', 'restart', 'delete', 'back', 'skip', 'continue', 'exit', 'safe-word'] as const;
/** Mild ones are also found within a short sentence; a mistake about the others would cost too much. */
const mild = ['help', 'human', 'skip'] as const;
const shortSentence = 7;
const surestIntent = 0.6;

export function isCommand(value: string): value is Command {
  return value === 'done' || (spoken as readonly string[]).includes(value);
}

/** The command a message is, if any. In free text only a whole message counts. */
export function commandIn(run: Run, text: string, recognition: Recognition, freeText: boolean): Command | undefined {
  const whole = matchWhole(text, meaningsOf(run, spoken));
  if (whole !== undefined && isCommand(whole)) return whole;
  if (freeText || countWords(text) > shortSentence) return undefined;
  const [within, ...others] = matchWithin(text, meaningsOf(run, mild));
  if (within !== undefined && others.length === 0 && isCommand(within)) return within;
  if (recognition.confidence < surestIntent) return undefined;
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
  if (flow !== undefined && walk.library.flows.has(flow)) return walk.settle(walk.startOrReturn(flow));
  switch (command) {
    case 'help':
    case 'exit':
      return sayAndAskAgain(walk, `engine.${command}`);
    case 'human':
      return askForPerson(run);
    case 'safe-word':
      return goQuiet(run);
    case 'stop':
      return stop(walk);
    case 'restart':
      return restart(walk);
    case 'delete':
      return forget(walk);
    case 'back':
      return goBack(walk);
    case 'skip':
      return skip(walk);
    case 'continue':
    case 'done':
      return walk.run.frame === undefined ? walk.settle(walk.start(walk.library.start)) : walk.again();
  }
}

function sayAndAskAgain(walk: Walk, key: string): void {
  walk.run.say(key, show(walk.run, [], [commandButton(walk.run, 'human')]));
  walk.again();
}

function askForPerson(run: Run): void {
  run.say('engine.human');
  run.effects.push({ kind: 'handoff', urgency: 'soon', reason: 'asked' });
}

/** After the safe word nothing that is said shows what this chat is about. */
function goQuiet(run: Run): void {
  run.flag('quiet', true);
  run.say('engine.weather');
}

function stop(walk: Walk): void {
  const first = walk.run.state.stack[0];
  walk.run.state = { ...walk.run.state, stack: [] };
  walk.run.say('engine.stopped');
  if (first !== undefined) walk.run.effects.push({ kind: 'end', flow: first.flow, outcome: 'stopped' });
}

/** The draft so far stays where it is kept; only the dialog begins anew. */
function restart(walk: Walk): void {
  walk.run.state = { ...walk.run.state, stack: [], answers: {} };
  walk.settle(walk.start(walk.library.start));
}

function forget(walk: Walk): void {
  walk.run.say('engine.delete');
  walk.again();
}

function goBack(walk: Walk): void {
  const { run } = walk;
  dropFlowsWithoutPast(walk);
  const { frame } = run;
  const last = frame?.history.at(-1);
  if (frame === undefined || last === undefined) {
    run.say('engine.nothing-back');
    return walk.again();
  }
  run.patch({ step: last, history: frame.history.slice(0, -1), misses: 0, part: undefined });
  walk.again();
}

/** From the first question of a called flow, back leads into the flow that called it. */
function dropFlowsWithoutPast(walk: Walk): void {
  const { stack } = walk.run.state;
  const top = stack.at(-1);
  const below = stack.at(-2);
  if (top === undefined || below === undefined || top.history.length > 0 || below.history.length === 0) return;
  const calling = walk.flowOf(below)?.flow.steps[below.step];
  if (calling?.kind !== 'call' || calling.flow !== top.flow) return;
  walk.run.pop();
  walk.run.effects.push({ kind: 'end', flow: top.flow, outcome: 'back' });
}

function skip(walk: Walk): void {
  const { run, question } = walk;
  if (question === undefined) return walk.again();
  if (!question.skippable) {
    run.say('engine.cannot-skip');
    return walk.again();
  }
  // What was already gathered is kept: skipping then only means "no more".
  if (run.frame?.part?.kind !== 'more') run.answer(question.save, skipped);
  const next = question.skip ?? question.next;
  if (next === undefined) return walk.again();
  walk.settle(go(next));
}
