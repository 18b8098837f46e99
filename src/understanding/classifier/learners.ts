import type { Random } from './random.ts';
import type { TrainingSet } from './training-set.ts';

/** Units of the hidden layer. */
export const hiddenUnits = 32;

export interface Scores {
  /** Scores of the columns, which become errors in place. */
  readonly scores: Float64Array;
  /** The columns to step in. */
  readonly active: Int32Array;
}

export interface StepSize {
  readonly rate: number;
  /** How many of `active` hold. */
  readonly active: number;
}

/** A reader that learns: scores the features from `from` to `to`, then steps against the errors left in `scores`. */
export interface Learner extends Scores {
  score(from: number, to: number): void;
  step(from: number, to: number, size: StepSize): void;
}

type Examples = Pick<TrainingSet, 'features' | 'rows'>;

const start = 1e-6;

/** One weight for each feature and column. */
export class LinearLearner implements Learner {
  readonly weights: Float32Array;
  readonly scores: Float64Array;
  readonly active: Int32Array;
  private readonly squares: Float32Array;
  private readonly set: Examples;
  private readonly columns: number;

  constructor(set: Examples, columns: number) {
    this.set = set;
    this.columns = columns;
    this.weights = new Float32Array(set.rows * columns);
    this.squares = new Float32Array(set.rows * columns).fill(start);
    this.scores = new Float64Array(columns);
    this.active = new Int32Array(columns);
  }

  score(from: number, to: number): void {
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

  step(from: number, to: number, { rate, active }: StepSize): void {
    const { scores, weights, squares, columns } = this;
    const { features } = this.set;
    const value = 1 / Math.sqrt(to - from + 1);
    for (let f = from; f < to; f++) {
      const row = (features[f] ?? 0) * columns;
      for (let a = 0; a < active; a++) {
        const c = this.active[a] ?? 0;
        const gradient = (scores[c] ?? 0) * value;
        const square = (squares[row + c] ?? 0) + gradient * gradient;
        squares[row + c] = square;
        weights[row + c] = (weights[row + c] ?? 0) - (rate * gradient) / Math.sqrt(square);
      }
    }
  }
}

const dropped = 0.1;

/** A hidden layer of rectified units between features and columns. */
export class LayeredLearner implements Learner {
  /** For each feature its part in each unit. */
  readonly hidden: Float32Array;
  /** For each column the weight of each unit. */
  readonly output: Float32Array;
  readonly scores: Float64Array;
  readonly active: Int32Array;
  private readonly hiddenSquares: Float32Array;
  private readonly outputSquares: Float32Array;
  private readonly units = new Float64Array(hiddenUnits);
  private readonly blame = new Float64Array(hiddenUnits);
  private readonly set: Examples;
  private readonly random: Random;
  private readonly columns: number;

  constructor(set: Examples, columns: number, random: Random) {
    this.set = set;
    this.columns = columns;
    this.random = random;
    const small = (): number => (random.next() - 0.5) / 2;
    this.hidden = new Float32Array(set.rows * hiddenUnits).map(small);
    this.hiddenSquares = new Float32Array(set.rows * hiddenUnits).fill(start);
    this.output = new Float32Array(columns * hiddenUnits).map(small);
    this.outputSquares = new Float32Array(columns * hiddenUnits).fill(1e-3);
    this.scores = new Float64Array(columns);
    this.active = new Int32Array(columns);
  }

  /** Some units are left out at random, so that none is leant on too much. */
  score(from: number, to: number): void {
    const { units, scores, hidden, output, columns } = this;
    const { features } = this.set;
    units.fill(0);
    for (let f = from; f < to; f++) {
      const row = (features[f] ?? 0) * hiddenUnits;
      for (let u = 0; u < hiddenUnits; u++) units[u] = (units[u] ?? 0) + (hidden[row + u] ?? 0);
    }
    const value = 1 / Math.sqrt(to - from + 1);
    for (let u = 0; u < hiddenUnits; u++) {
      const isOut = this.random.next() < dropped;
      units[u] = isOut ? 0 : (Math.max(0, units[u] ?? 0) * value) / (1 - dropped);
    }
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let u = 0; u < hiddenUnits; u++) sum += (output[c * hiddenUnits + u] ?? 0) * (units[u] ?? 0);
      scores[c] = sum;
    }
  }

  step(from: number, to: number, size: StepSize): void {
    if (size.active === 0) return;
    this.stepOutput(size);
    this.stepHidden(from, to, size.rate);
  }

  private stepOutput({ rate, active }: StepSize): void {
    const { units, blame, output, outputSquares, scores } = this;
    blame.fill(0);
    for (let a = 0; a < active; a++) {
      const c = this.active[a] ?? 0;
      const error = scores[c] ?? 0;
      for (let u = 0; u < hiddenUnits; u++) {
        const at = c * hiddenUnits + u;
        blame[u] = (blame[u] ?? 0) + error * (output[at] ?? 0);
        const gradient = error * (units[u] ?? 0);
        const square = (outputSquares[at] ?? 0) + gradient * gradient;
        outputSquares[at] = square;
        output[at] = (output[at] ?? 0) - (rate * gradient) / Math.sqrt(square);
      }
    }
  }

  private stepHidden(from: number, to: number, rate: number): void {
    const { units, blame, hidden, hiddenSquares } = this;
    const { features } = this.set;
    const value = 1 / Math.sqrt(to - from + 1);
    for (let f = from; f < to; f++) {
      const row = (features[f] ?? 0) * hiddenUnits;
      for (let u = 0; u < hiddenUnits; u++) {
        const gradient = (units[u] ?? 0) > 0 ? (blame[u] ?? 0) * value : 0;
        if (gradient === 0) continue;
        const square = (hiddenSquares[row + u] ?? 0) + gradient * gradient;
        hiddenSquares[row + u] = square;
        hidden[row + u] = (hidden[row + u] ?? 0) - (rate * gradient) / Math.sqrt(square);
      }
    }
  }
}

/** Several layered readers as one with the units of all, whose scores are their mean. */
export function besideEachOther(
  readers: readonly LayeredLearner[],
): Pick<LayeredLearner, 'hidden' | 'output'> {
  const [first] = readers;
  if (first === undefined || readers.length === 1)
    return first ?? { hidden: new Float32Array(0), output: new Float32Array(0) };
  const join = (parts: readonly Float32Array[], share: number): Float32Array => {
    const width = hiddenUnits * parts.length;
    const all = new Float32Array((parts[0]?.length ?? 0) * parts.length);
    for (const [n, part] of parts.entries())
      for (let i = 0; i < part.length; i++) {
        const at = Math.floor(i / hiddenUnits) * width + n * hiddenUnits + (i % hiddenUnits);
        all[at] = (part[i] ?? 0) * share;
      }
    return all;
  };
  return {
    hidden: join(
      readers.map(({ hidden }) => hidden),
      1,
    ),
    output: join(
      readers.map(({ output }) => output),
      1 / readers.length,
    ),
  };
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
