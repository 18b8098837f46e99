import { Worker } from 'node:worker_threads';
import { trainLayered } from './layered.ts';
import { hiddenUnits } from './learners.ts';
import type { Trained, TrainingPlan } from './plan.ts';
import { columnsOf, type TrainingSet } from './training-set.ts';

type Layered = Pick<Trained, 'hidden' | 'output'>;

/** What the second thread is given: all in shared memory, so that nothing is copied. */
export interface Errand extends Layered {
  readonly set: TrainingSet;
  readonly plan: TrainingPlan;
  /** One number: 0 while it trains, then `done` or `failed`. */
  readonly state: Int32Array;
}

export const done = 1;
export const failed = 2;

/** Longer than any training: after this the thread is held for dead. */
const patience = 10 * 60 * 1000;

/**
 * Begins to train the layered readers in a thread of their own; the result is called for when one's own work
 * is done. Should the thread fail (no memory for it, say), they are trained here and now instead.
 */
export function trainLayeredBeside(set: TrainingSet, plan: TrainingPlan): () => Layered {
  const errand: Errand = {
    set,
    plan,
    state: new Int32Array(new SharedArrayBuffer(4)),
    hidden: sharedFloats(set.rows * hiddenUnits * plan.readers),
    output: sharedFloats(columnsOf(set) * hiddenUnits * plan.readers),
  };
  const thread = new Worker(new URL('./layered-thread.ts', import.meta.url), { workerData: errand });
  // What became of it is told by `state`; an error that nobody heard would end the process.
  thread.on('error', () => undefined);
  thread.unref();
  return () => {
    Atomics.wait(errand.state, 0, 0, patience);
    const { hidden, output } = Atomics.load(errand.state, 0) === done ? errand : trainLayered(set, plan);
    return { hidden, output };
  };
}

function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
