import type { Featuriser } from './features.ts';
import { softmax } from './learners.ts';
import { PackedRows, type Table } from './packed.ts';
import type { Trained } from './plan.ts';

export interface Model {
  readonly heads: readonly number[];
  readonly linear: Table;
  readonly hidden: Table;
  readonly output: Float32Array;
}

export function quantise({ linear, hidden, output }: Trained, heads: readonly number[]): Model {
  const columns = heads.reduce((sum, size) => sum + size, 0);
  const units = output.length / columns;
  return { heads, linear: toTable(linear, columns), hidden: toTable(hidden, units), output };
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
  private readonly rows: PackedRows;
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
    const columns = model.linear.scales.length;
    this.probabilities = new Float64Array(columns);
    this.logits = new Float64Array(columns);
    this.rows = new PackedRows([model.linear, model.hidden]);
  }

  score(features: Featuriser): void {
    this.rows.add(features.found, features.count);
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
    const { sums } = this.rows;
    const columns = linear.scales.length;
    const count = hidden.scales.length;
    for (let c = 0; c < columns; c++) {
      let layered = 0;
      for (let u = 0; u < count; u++) {
        const unit = sums[columns + u] ?? 0;
        if (unit > 0) layered += unit * (hidden.scales[u] ?? 0) * (output[c * count + u] ?? 0);
      }
      const straight = (sums[c] ?? 0) * (linear.scales[c] ?? 0);
      this.logits[c] = value * (linearShare * straight + layeredShare * layered);
    }
  }
}
