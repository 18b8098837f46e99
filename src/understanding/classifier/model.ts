import type { Featuriser } from './features.ts';
import { softmax } from './train.ts';

/** Weights in one byte each, with one scale a column. */
export interface Model {
  readonly heads: readonly number[];
  readonly scales: Float32Array;
  readonly weights: Int8Array;
}

export function quantise(weights: Float32Array, heads: readonly number[]): Model {
  const columns = heads.reduce((sum, size) => sum + size, 0);
  const scales = new Float32Array(columns);
  const spread = columnSpread(weights, columns);
  for (let c = 0; c < columns; c++) scales[c] = (spread[c] ?? 1) / 127 || 1;
  const small = new Int8Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    const step = Math.round((weights[i] ?? 0) / (scales[i % columns] ?? 1));
    small[i] = Math.max(-127, Math.min(127, step));
  }
  return { heads, scales, weights: small };
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

/** Scores messages by a model; `probabilities` holds the heads one after the other. */
export class Scorer {
  readonly probabilities: Float64Array;
  readonly logits: Float64Array;
  private readonly sums: Int32Array;
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
    this.probabilities = new Float64Array(model.scales.length);
    this.logits = new Float64Array(model.scales.length);
    this.sums = new Int32Array(model.scales.length);
  }

  score({ found, count }: Featuriser): void {
    const { sums, model: { weights, scales, heads } } = this;
    const columns = sums.length;
    sums.fill(0);
    for (let f = 0; f < count; f++) {
      const row = (found[f] ?? 0) * columns;
      for (let c = 0; c < columns; c++) sums[c] = (sums[c] ?? 0) + (weights[row + c] ?? 0);
    }
    const value = 1 / Math.sqrt(count + 1);
    for (let c = 0; c < columns; c++) {
      const logit = (sums[c] ?? 0) * (scales[c] ?? 0) * value;
      this.logits[c] = logit;
      this.probabilities[c] = logit;
    }
    let first = 0;
    for (const size of heads) {
      softmax(this.probabilities, first, size);
      first += size;
    }
  }
}
