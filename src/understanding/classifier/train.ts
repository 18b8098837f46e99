import { Random } from './random.ts';

/** Features of all examples in one array; example `i` is `features[offsets[i]..offsets[i + 1]]`. */
export interface TrainingSet {
  readonly features: Uint16Array | Int32Array;
  /** How many different features there are. */
  readonly rows: number;
  readonly offsets: Int32Array;
  /** One array a head: the label of each example in that head, or -1 where it has none. */
  readonly labels: readonly Int16Array[];
  /** One array a head, like `labels`: how much each example counts. */
  readonly weights: readonly Float32Array[];
  /** How many labels each head has. */
  readonly heads: readonly number[];
}

export interface TrainingPlan {
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
  /** How many features get weights. */
  readonly features: number;
  /** Pull of every touched weight towards zero. */
  readonly decay: number;
}

/** Errors under this are not worth a step. */
const smallest = 4e-3;

/**
 * Multinomial logistic regression with AdaGrad on binary features, several heads side by side in
 * one row of weights a feature, so that one pass over a message feeds them all.
 */
export class Trainer {
  readonly columns: number;
  readonly weights: Float32Array;
  private readonly squares: Float32Array;
  private readonly scores: Float64Array;
  private readonly set: TrainingSet;
  private readonly plan: TrainingPlan;
  private readonly active: Int32Array;

  constructor(set: TrainingSet, plan: TrainingPlan) {
    this.set = set;
    this.plan = plan;
    this.columns = set.heads.reduce((sum, labels) => sum + labels, 0);
    this.weights = new Float32Array(set.rows * this.columns);
    this.squares = new Float32Array(set.rows * this.columns).fill(1e-6);
    this.scores = new Float64Array(this.columns);
    this.active = new Int32Array(this.columns);
  }

  run(): Float32Array {
    const count = this.set.offsets.length - 1;
    const order = Int32Array.from({ length: count }, (_, i) => i);
    const random = new Random(this.plan.seed);
    for (let epoch = 0; epoch < this.plan.epochs; epoch++) {
      random.shuffle(order);
      const rate = this.plan.rate * (1 - (0.9 * epoch) / this.plan.epochs);
      for (const example of order) this.learn(example, rate);
    }
    return this.weights;
  }

  private learn(example: number, rate: number): void {
    const from = this.set.offsets[example] ?? 0;
    const to = this.set.offsets[example + 1] ?? from;
    this.score(from, to);
    const active = this.errors(example);
    if (active > 0) this.step(from, to, { rate, active, value: 1 / Math.sqrt(to - from + 1) });
  }

  private score(from: number, to: number): void {
    const { scores, weights, columns } = this;
    const { features } = this.set;
    scores.fill(0);
    for (let f = from; f < to; f++) {
      const row = (features[f] ?? 0) * columns;
      for (let c = 0; c < columns; c++) scores[c] = (scores[c] ?? 0) + (weights[row + c] ?? 0);
    }
    const value = 1 / Math.sqrt(to - from + 1);
    for (let c = 0; c < columns; c++) scores[c] = (scores[c] ?? 0) * value;
  }

  /** Turns scores into errors and lists the columns where the error is worth a step. */
  private errors(example: number): number {
    let first = 0;
    let active = 0;
    for (const [h, size] of this.set.heads.entries()) {
      const label = this.set.labels[h]?.[example] ?? -1;
      const weight = this.set.weights[h]?.[example] ?? 1;
      if (label >= 0) {
        softmax(this.scores, first, size);
        this.scores[first + label] = (this.scores[first + label] ?? 0) - 1;
        for (let c = first; c < first + size; c++) {
          const error = (this.scores[c] ?? 0) * weight;
          this.scores[c] = error;
          if (error > smallest || error < -smallest) this.active[active++] = c;
        }
      }
      first += size;
    }
    return active;
  }

  private step(from: number, to: number, { rate, active, value }: { rate: number; active: number; value: number }): void {
    const { scores, weights, squares, columns } = this;
    const { features } = this.set;
    const { decay } = this.plan;
    for (let f = from; f < to; f++) {
      const row = (features[f] ?? 0) * columns;
      for (let a = 0; a < active; a++) {
        const c = this.active[a] ?? 0;
        const at = row + c;
        const gradient = (scores[c] ?? 0) * value + decay * (weights[at] ?? 0);
        const square = (squares[at] ?? 0) + gradient * gradient;
        squares[at] = square;
        weights[at] = (weights[at] ?? 0) - (rate * gradient) / Math.sqrt(square);
      }
    }
  }
}

/** Softmax in place over `size` scores from `first`. */
export function softmax(scores: Float64Array, first: number, size: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let c = first; c < first + size; c++) most = Math.max(most, scores[c] ?? 0);
  let sum = 0;
  for (let c = first; c < first + size; c++) {
    const power = Math.exp((scores[c] ?? 0) - most);
    scores[c] = power;
    sum += power;
  }
  for (let c = first; c < first + size; c++) scores[c] = (scores[c] ?? 0) / sum;
}
