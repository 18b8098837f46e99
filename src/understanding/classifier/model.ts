import type { Featuriser } from './features.ts';
import { hiddenUnits, softmax } from './learners.ts';
import type { Trained } from './train.ts';

/** A table of weights in one byte each, with one scale a column. */
export interface Table {
  readonly scales: Float32Array;
  readonly weights: Int8Array;
}

export interface Model {
  readonly heads: readonly number[];
  readonly linear: Table;
  readonly hidden: Table;
  readonly output: Float32Array;
}

export function quantise({ linear, hidden, output }: Trained, heads: readonly number[]): Model {
  const columns = heads.reduce((sum, size) => sum + size, 0);
  return { heads, linear: toTable(linear, columns), hidden: toTable(hidden, hiddenUnits), output };
}

function toTable(weights: Float32Array, columns: number): Table {
  const spread = columnSpread(weights, columns);
  const scales = Float32Array.from(spread, (one) => one / 127 || 1);
  const small = new Int8Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    const step = Math.round((weights[i] ?? 0) / (scales[i % columns] ?? 1));
    small[i] = Math.max(-127, Math.min(127, step));
  }
  return { scales, weights: small };
}

/** Six standard deviations of what is used; the few weights beyond are cut off. */
function columnSpread(weights: Float32Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0;
    if (weight === 0) continue;
    squares[i % columns] = (squares[i % columns] ?? 0) + weight * weight;
    counts[i % columns] = (counts[i % columns] ?? 0) + 1;
  }
  return squares.map((square, c) => 6 * Math.sqrt(square / Math.max(1, counts[c] ?? 1)));
}

const linearShare = 0.5;
// The layered reader is surer than it should be, and so counts a little less.
const layeredShare = 0.4;

/** Scores messages by a model; `probabilities` and `logits` hold the heads one after the other. */
export class Scorer {
  readonly probabilities: Float64Array;
  readonly logits: Float64Array;
  private readonly sums: Int32Array;
  private readonly units = new Int32Array(hiddenUnits);
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
    const columns = model.linear.scales.length;
    this.probabilities = new Float64Array(columns);
    this.logits = new Float64Array(columns);
    this.sums = new Int32Array(columns);
  }

  score(features: Featuriser): void {
    add(features, this.model.linear.weights, this.sums);
    add(features, this.model.hidden.weights, this.units);
    const value = 1 / Math.sqrt(features.count + 1);
    this.join(value);
    this.probabilities.set(this.logits);
    let first = 0;
    for (const size of this.model.heads) {
      softmax(this.probabilities, first, size);
      first += size;
    }
  }

  private join(value: number): void {
    const { linear, hidden, output } = this.model;
    for (let c = 0; c < this.sums.length; c++) {
      let layered = 0;
      for (let u = 0; u < hiddenUnits; u++) {
        const unit = this.units[u] ?? 0;
        if (unit > 0) layered += unit * (hidden.scales[u] ?? 0) * (output[c * hiddenUnits + u] ?? 0);
      }
      const straight = (this.sums[c] ?? 0) * (linear.scales[c] ?? 0);
      this.logits[c] = value * (linearShare * straight + layeredShare * layered);
    }
  }
}

function add({ found, count }: Featuriser, weights: Int8Array, sums: Int32Array): void {
  const columns = sums.length;
  sums.fill(0);
  for (let f = 0; f < count; f++) {
    const row = (found[f] ?? 0) * columns;
    for (let c = 0; c < columns; c++) sums[c] = (sums[c] ?? 0) + (weights[row + c] ?? 0);
  }
}
