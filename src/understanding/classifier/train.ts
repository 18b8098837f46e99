import { descend } from './descend.ts';
import { LinearLearner } from './learners.ts';
import type { Trained, TrainingPlan } from './plan.ts';
import { trainLayeredBeside } from './second-thread.ts';
import { columnsOf, type TrainingSet } from './training-set.ts';

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
