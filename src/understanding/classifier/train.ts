import type { Descent } from './descend.ts';
import { descend } from './descend.ts';
import { LinearLearner } from './learners.ts';
import { trainLayeredBeside } from './second-thread.ts';
import { columnsOf, type TrainingSet } from './training-set.ts';

export interface TrainingPlan extends Descent {
  /** How many features get weights. */
  readonly features: number;
  /** How many layered readers are trained beside the linear one: each is a little more right, and takes its time. */
  readonly readers: number;
}

/** What training leaves: a linear reader of features, and those with a hidden layer beside it as one. */
export interface Trained {
  readonly linear: Float32Array;
  readonly hidden: Float32Array;
  readonly output: Float32Array;
}

/**
 * Trains all readers on the same examples, by AdaGrad: the linear one here, the layered ones in a second thread
 * at the same time. They err differently, so that their mean is better than any one; none knows of the
 * other, so the weights are the same however the threads run.
 */
export function train(set: TrainingSet, plan: TrainingPlan): Trained {
  const layered = trainLayeredBeside(set, plan);
  const linear = new LinearLearner(set, columnsOf(set));
  descend(linear, set, plan);
  return { linear: linear.weights, ...layered() };
}
