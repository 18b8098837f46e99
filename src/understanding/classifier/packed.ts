/** A table of weights in one byte each, with one scale a column. */
export interface Table {
  readonly scales: Float32Array;
  readonly weights: Int8Array;
}

const bias = 128;
/** So many biased bytes never fill sixteen bits. */
const mostBeforeCarry = 256;

/**
 * Tables of bytes side by side, two weights to a number: a message adds up hundreds of rows, and adding two
 * weights at once takes half the time.
 */
export class PackedRows {
  /** The sums of the columns of all tables, one table after the other. */
  readonly sums: Int32Array;
  private readonly packed: Int32Array;
  private readonly carry: Int32Array;

  constructor(tables: readonly Table[]) {
    const widths = tables.map(({ scales }) => scales.length);
    const columns = widths.reduce((sum, width) => sum + width, 0);
    const pairs = Math.ceil(columns / 2);
    const rows = (tables[0]?.weights.length ?? 0) / (widths[0] ?? 1);
    this.sums = new Int32Array(pairs * 2);
    this.carry = new Int32Array(pairs);
    this.packed = new Int32Array(rows * pairs);
    let first = 0;
    for (const { weights, scales } of tables) {
      this.pack(weights, scales.length, first);
      first += scales.length;
    }
  }

  private pack(weights: Int8Array, width: number, first: number): void {
    const { packed } = this;
    const pairs = this.carry.length;
    const rows = weights.length / width;
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < width; c++) {
        const at = row * pairs + ((first + c) >> 1);
        const biased = (weights[row * width + c] ?? 0) + bias;
        packed[at] = (packed[at] ?? 0) | (((first + c) & 1) === 0 ? biased : biased << 16);
      }
  }

  /** Adds up the rows; afterwards `sums` holds them. */
  add(rows: Int32Array, count: number): void {
    const { packed, carry, sums } = this;
    const pairs = carry.length;
    sums.fill(-bias * count);
    for (let from = 0; from < count; from += mostBeforeCarry) {
      const to = Math.min(count, from + mostBeforeCarry);
      carry.fill(0);
      for (let i = from; i < to; i++) {
        const row = (rows[i] ?? 0) * pairs;
        for (let p = 0; p < pairs; p++) carry[p] = (carry[p] ?? 0) + (packed[row + p] ?? 0);
      }
      for (let p = 0; p < pairs; p++) {
        const both = carry[p] ?? 0;
        sums[2 * p] = (sums[2 * p] ?? 0) + (both & 0xffff);
        sums[2 * p + 1] = (sums[2 * p + 1] ?? 0) + (both >>> 16);
      }
    }
  }
}
