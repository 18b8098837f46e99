import type { Frame } from '../domain/dialog.ts';
import { type ActionShape, actions } from './actions.ts';
import { ask, enter, hear, isQuestion, type QuestionStep } from './kinds/all.ts';
import { go, type Move, stay, type Told } from './kinds/behaviour.ts';
import type { Library, LoadedFlow } from './library.ts';
import type { Run } from './run.ts';
import type { Step } from './schema.ts';

// The checker proves that no path is this long between two answers; this is for flows it has not seen.
const mostMoves = 200;
const deepest = 8;
const longestHistory = 100;
const nothingRecognised = {
  intent: 'unknown',
  confidence: 0,
  urgency: 'routine',
  signs: [],
  slots: {},
} as const;

/** Moves a run through the flows of a library. */
export class Walk {
  readonly run: Run;
  readonly library: Library;
  /** The repeatable action whose words the next question may show. */
  private source: string | undefined;

  constructor(library: Library, run: Run) {
    this.library = library;
    this.run = run;
  }

  flowOf(frame: Frame | undefined): LoadedFlow | undefined {
    return frame === undefined ? undefined : this.library.flows.get(frame.flow);
  }

  /** The current step, if there is one. */
  get step(): Step | undefined {
    const { frame } = this.run;
    return frame === undefined ? undefined : this.flowOf(frame)?.flow.steps[frame.step];
  }

  get question(): QuestionStep | undefined {
    const { step } = this;
    return isQuestion(step) ? step : undefined;
  }

  /** The name of the current step, if it is an action that may be repeated. */
  private get repeatable(): string | undefined {
    const { step } = this;
    if (step?.kind !== 'action') return undefined;
    const { repeatable }: ActionShape = actions[step.action];
    return repeatable === true ? this.run.frame?.step : undefined;
  }

  /** Carries out a move and those that follow from it, until the person or an action is waited for. */
  settle(first: Move): void {
    let move = first;
    for (let count = 0; move.kind !== 'stay'; count++) {
      move = count < mostMoves ? this.make(move) : this.giveUp();
    }
  }

  private make(move: Exclude<Move, { kind: 'stay' }>): Move {
    switch (move.kind) {
      case 'go':
        return this.goTo(move.to);
      case 'call':
        return this.call(move.flow, move.back);
      case 'end':
        return this.end(move.outcome);
    }
  }

  private goTo(name: string): Move {
    const { frame } = this.run;
    const left = this.question === undefined || frame === undefined ? [] : [frame.step];
    const history = [...(frame?.history ?? []), ...left].slice(-longestHistory);
    // Between an action and its question nothing was answered, so misses stay.
    const misses = left.length > 0 ? 0 : (frame?.misses ?? 0);
    this.source = left.length > 0 ? undefined : (this.repeatable ?? this.source);
    this.run.patch({ step: name, history, misses, part: undefined, via: undefined });
    if (this.source !== undefined && this.question !== undefined) {
      this.run.patch({ renew: { ...frame?.renew, [name]: this.source } });
    }
    return this.enterStep();
  }

  /** Does the current step; a missing one ends the flow, which the checker rules out. */
  enterStep(): Move {
    const { step } = this;
    if (step === undefined) return { kind: 'end', outcome: 'lost' };
    return (isQuestion(step) ? this.takeHeard(step) : undefined) ?? enter(step, this.run);
  }

  /** What was told before is not asked again; what the question cannot make sense of is. */
  private takeHeard(question: QuestionStep): Move | undefined {
    const { [question.save]: said, ...rest } = this.run.state.heard ?? {};
    if (said === undefined) return undefined;
    this.run.state = { ...this.run.state, heard: rest };
    const byValue = question.kind === 'choice' && question.choices.includes(said);
    const told: Told = byValue
      ? { kind: 'value', value: said }
      : { kind: 'text', text: said, recognition: nothingRecognised };
    const heard = hear(question, told, this.run.probe());
    if (heard.kind !== 'answered') return undefined;
    this.run.answer(question.save, heard.answer);
    return go(heard.next);
  }

  private call(name: string, back: boolean): Move {
    if (back) return this.start(name);
    const left = this.run.pop();
    const { step } = this;
    // A flow that was called comes back to its caller, also by way of the flow that takes its place.
    if (left !== undefined && step?.kind === 'call' && step.flow === left.flow) this.run.patch({ via: name });
    return this.startOrReturn(name);
  }

  /** Starts a flow, or goes back to it where it waits on the stack, giving up what came after it. */
  startOrReturn(name: string): Move {
    const { stack } = this.run.state;
    const at = stack.findLastIndex((frame) => frame.flow === name);
    if (at < 0) return this.start(name);
    if (at < stack.length - 1) this.run.say('engine.resume');
    this.run.state = { ...this.run.state, stack: stack.slice(0, at + 1) };
    this.dropOffer();
    return this.enterStep();
  }

  /** Puts a flow on top and enters its first step. */
  start(name: string): Move {
    const loaded = this.library.flows.get(name);
    if (loaded === undefined)
      return this.run.frame === undefined ? this.lost() : { kind: 'end', outcome: 'lost' };
    const { hash, flow } = loaded;
    this.run.push({ flow: name, flowHash: hash, step: flow.start, misses: 0, history: [] });
    const { stack } = this.run.state;
    if (stack.length > deepest) this.run.state = { ...this.run.state, stack: stack.slice(-deepest) };
    return this.enterStep();
  }

  private end(outcome: string): Move {
    const ended = this.run.pop();
    if (ended === undefined) return stay;
    this.run.effects.push({ kind: 'end', flow: ended.flow, outcome });
    const { step } = this;
    const { frame } = this.run;
    if (frame === undefined) return stay;
    if (step?.kind === 'call' && (frame.via ?? step.flow) === ended.flow && step.next !== undefined)
      return go(step.next);
    this.run.say('engine.resume');
    return this.enterStep();
  }

  /** Asks the current question again, or goes on from where a flow stands. */
  again(): Move {
    const { question } = this;
    if (question === undefined) return this.run.frame === undefined ? stay : this.enterStep();
    this.dropOffer();
    return this.askAgain(question);
  }

  /** What was offered to choose from is offered anew; what is being gathered goes on being gathered. */
  private dropOffer(): void {
    if (this.run.frame?.part?.kind !== 'more') this.run.patch({ part: undefined });
  }

  /** A question that shows what an action brought is asked by way of that action. */
  askAgain(question: QuestionStep): Move {
    const { frame } = this.run;
    const renew = frame?.renew?.[frame.step];
    const source = renew === undefined ? undefined : this.flowOf(frame)?.flow.steps[renew];
    if (renew !== undefined && source?.kind === 'action') {
      this.run.patch({ step: renew });
      return enter(source, this.run);
    }
    ask(question, this.run);
    return stay;
  }

  private lost(): Move {
    this.run.say('engine.help');
    return stay;
  }

  private giveUp(): Move {
    this.run.state = { ...this.run.state, stack: [] };
    this.run.say('engine.not-understood-again');
    this.run.effects.push({ kind: 'end', flow: this.library.start, outcome: 'lost' });
    return stay;
  }
}
