import { besideEachOther, LayeredLearner, LinearLearner, type Scores, softmax } from './learners.ts';
import { Random } from './random.ts';
import type { TrainingSet } from './training-set.ts';

export interface TrainingPlan {
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
  /** How many features get weights. */
  readonly features: number;
  /** How many layered readers are trained beside the linear one: each is a little more right, and takes its time. */
  readonly readers: number;
}

/** Errors under this are not worth a step. */
const smallest = 1e-2;

/** What training leaves: a linear reader of features, and those with a hidden layer beside it as one. */
export interface Trained {
  readonly linear: Float32Array;
  readonly hidden: Float32Array;
  readonly output: Float32Array;
}

/**
 * Trains all readers in one pass over the examples, by AdaGrad on the log loss of each head.
 * They err differently, so that their mean is better than any one.
 */
export class Trainer {
  private readonly set: TrainingSet;
  private readonly plan: TrainingPlan;
  private readonly linear: LinearLearner;
  private readonly layered: readonly LayeredLearner[];
  private readonly columns: number;

  constructor(set: TrainingSet, plan: TrainingPlan) {
    this.set = set;
    this.plan = plan;
    this.columns = set.heads.reduce((sum, labels) => sum + labels, 0);
    this.linear = new LinearLearner(set, this.columns);
    this.layered = Array.from(
      { length: plan.readers },
      (_, n) => new LayeredLearner(set, this.columns, new Random(plan.seed + 1 + n)),
    );
  }

  run(): Trained {
    const count = this.set.offsets.length - 1;
    const order = Int32Array.from({ length: count }, (_, i) => i);
    const random = new Random(this.plan.seed);
    for (let epoch = 0; epoch < this.plan.epochs; epoch++) {
      random.shuffle(order);
      const rate = this.plan.rate * (1 - (0.9 * epoch) / this.plan.epochs);
      for (const example of order) this.learn(example, rate);
    }
    return { linear: this.linear.weights, ...besideEachOther(this.layered) };
  }

  private learn(example: number, rate: number): void {
    const from = this.set.offsets[example] ?? 0;
    const to = this.set.offsets[example + 1] ?? from;
    if (to === from) return;
    this.linear.score(from, to);
    this.linear.step(from, to, { rate, active: this.errors(this.linear, example) });
    for (const reader of this.layered) {
      reader.score(from, to);
      reader.step(from, to, { rate: rate / 2, active: this.errors(reader, example) });
    }
  }

  /** Turns scores into errors and lists the columns where the error is worth a step. */
  private errors({ scores, active }: Scores, example: number): number {
    let first = 0;
    let count = 0;
    for (const [h, size] of this.set.heads.entries()) {
      const label = this.set.labels[h]?.[example] ?? -1;
      const weight = this.set.weights[h]?.[example] ?? 1;
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
}
