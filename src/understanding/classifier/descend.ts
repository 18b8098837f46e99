import { type Learner, softmax } from './learners.ts';
import { Random } from './random.ts';
import type { TrainingSet } from './training-set.ts';

/** How often and how fast a reader goes through the examples; the seed fixes their order. */
export interface Descent {
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
}

/** Errors under this are not worth a step. */
const smallest = 1e-2;

/** Trains one reader, example by example in an order that is new in each epoch, by the log loss of each head. */
export function descend(learner: Learner, set: TrainingSet, { epochs, rate, seed }: Descent): void {
  const count = set.offsets.length - 1;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const random = new Random(seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    const slower = rate * (1 - (0.9 * epoch) / epochs);
    for (const example of order) learn(learner, set, { example, rate: slower });
  }
}

function learn(
  learner: Learner,
  set: TrainingSet,
  { example, rate }: { readonly example: number; readonly rate: number },
): void {
  const from = set.offsets[example] ?? 0;
  const to = set.offsets[example + 1] ?? from;
  if (to === from) return;
  learner.score(from, to);
  learner.step(from, to, { rate, active: errors(learner, set, example) });
}

/** Turns scores into errors and lists the columns where the error is worth a step. */
function errors({ scores, active }: Learner, set: TrainingSet, example: number): number {
  let first = 0;
  let count = 0;
  for (let h = 0; h < set.heads.length; h++) {
    const size = set.heads[h] ?? 0;
    const label = set.labels[h]?.[example] ?? -1;
    const weight = set.weights[h]?.[example] ?? 1;
    if (label >= 0) {
      softmax(scores, first, size);
      scores[first + label] = (scores[first + label] ?? 0) - 1;
      for (let c = first; c < first + size; c++) {
        const error = (scores[c] ?? 0) * weight;
        scores[c] = error;
        if (error > smallest || error < -smallest) active[count++] = c;
      }
    }
    first += size;
  }
  return count;
}
