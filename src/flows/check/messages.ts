import { isQuestion } from '../kinds/all.ts';
import { allSteps, type ContentFiles, type Fault, type Placed, stepFault } from './files.ts';
import { targetsOf } from './targets.ts';

const mostMessages = 5;

/** How many messages come at most before the person is asked, and before the flow ends; undefined if never. */
interface Run {
  readonly toQuestion: number;
  readonly toEnd: number | undefined;
}

const nothing: Run = { toQuestion: 0, toEnd: undefined };

/** At most five messages between two answers, also across flows that are called. */
export function checkMessages(files: ContentFiles): readonly Fault[] {
  const count = new Counter(files);
  return [...allSteps(files)].flatMap((placed) => {
    const most = Math.max(...startsOf(placed).map((name) => count.from(placed.flow.flow, name)), 0);
    const after = placed.step.kind === 'call' ? count.afterCall(placed) : 0;
    const worst = Math.max(most, after);
    return worst > mostMessages
      ? [stepFault(placed, `${worst} messages before the next question, at most ${mostMessages}`)]
      : [];
  });
}

/** Counting begins where a person has just answered, and where a flow starts. */
function startsOf(placed: Placed): readonly string[] {
  const { step, name, flow } = placed;
  const answered = isQuestion(step) ? targetsOf(step).map(({ to }) => to) : [];
  return name === flow.start ? [name, ...answered] : answered;
}

class Counter {
  private readonly files: ContentFiles;
  private readonly known = new Map<string, Run>();

  constructor(files: ContentFiles) {
    this.files = files;
  }

  from(flow: string, step: string): number {
    const { toQuestion, toEnd } = this.run(flow, step);
    return Math.max(toQuestion, toEnd ?? 0);
  }

  /** After a called flow has ended, its last messages and those of the caller come together. */
  afterCall({ step, flow }: Placed): number {
    if (step.kind !== 'call' || step.next === undefined) return 0;
    const called = this.files.flows.get(step.flow)?.value;
    if (called === undefined) return 0;
    const tails = Object.values(called.steps)
      .filter(isQuestion)
      .flatMap((one) => targetsOf(one).map(({ to }) => this.run(called.flow, to).toEnd ?? 0));
    return Math.max(0, ...tails) + this.from(flow.flow, step.next);
  }

  private run(flow: string, name: string): Run {
    const id = `${flow}.${name}`;
    const known = this.known.get(id);
    if (known !== undefined) return known;
    // A step met again on its own path counts nothing more; circles are the graph check's to tell.
    this.known.set(id, nothing);
    const counted = this.count(flow, name);
    this.known.set(id, counted);
    return counted;
  }

  private count(flow: string, name: string): Run {
    const step = this.files.flows.get(flow)?.value.steps[name];
    if (step === undefined) return nothing;
    if (isQuestion(step)) return { toQuestion: 1, toEnd: undefined };
    if (step.kind === 'end') return { toQuestion: 0, toEnd: 0 };
    const own = step.kind === 'say' || step.kind === 'handoff' ? 1 : 0;
    const next = worst(targetsOf(step).map(({ to }) => this.run(flow, to)));
    if (step.kind !== 'call') return add(own, next);
    const called = this.files.flows.get(step.flow)?.value;
    const inner = called === undefined ? nothing : this.run(step.flow, called.start);
    if (step.next === undefined) return inner;
    if (inner.toEnd === undefined) return { toQuestion: inner.toQuestion, toEnd: undefined };
    return worst([{ toQuestion: inner.toQuestion, toEnd: undefined }, add(inner.toEnd, next)]);
  }
}

function add(count: number, { toQuestion, toEnd }: Run): Run {
  return {
    toQuestion: toQuestion === 0 ? 0 : toQuestion + count,
    toEnd: toEnd === undefined ? undefined : toEnd + count,
  };
}

function worst(runs: readonly Run[]): Run {
  const ends = runs.flatMap(({ toEnd }) => (toEnd === undefined ? [] : [toEnd]));
  return {
    toQuestion: Math.max(0, ...runs.map(({ toQuestion }) => toQuestion)),
    toEnd: ends.length === 0 ? undefined : Math.max(...ends),
  };
}
