import { descend } from './descend.ts';
import { besideEachOther, LayeredLearner } from './learners.ts';
import type { Trained, TrainingPlan } from './plan.ts';
import { Random } from './random.ts';
import { columnsOf, type TrainingSet } from './training-set.ts';

/** Trains the layered readers one after the other; they differ by where they start. */
export function trainLayered(set: TrainingSet, plan: TrainingPlan): Pick<Trained, 'hidden' | 'output'> {
  const readers = Array.from({ length: plan.readers }, (_, n) => {
    const reader = new LayeredLearner(set, columnsOf(set), new Random(plan.seed + 1 + n));
    descend(reader, set, { ...plan, rate: plan.rate / 2 });
    return reader;
  });
  return besideEachOther(readers);
}
