/** A table of weights in one byte each, with one scale a column. */
export interface Table {
  readonly scales: Float32Array;
  readonly weights: Int8Array;
}

const bias = 128;
/** So many biased bytes never fill sixteen bits. */
const mostBeforeCarry = 256;
const everySecondByte = 0x00ff00ff;

/**
 * Tables of bytes side by side, four weights to a number: a message adds up hundreds of rows from all over the
 * table, so that few numbers to fetch count for more than few sums. Bytes one and three of each number are added
 * up apart from two and four, with room for the carry.
 */
export class PackedRows {
  /** The sums of the columns of all tables, one table after the other. */
  readonly sums: Int32Array;
  private readonly packed: Int32Array;
  private readonly odd: Int32Array;
  private readonly even: Int32Array;

  constructor(tables: readonly Table[]) {
    const widths = tables.map(({ scales }) => scales.length);
    const columns = widths.reduce((sum, width) => sum + width, 0);
    const fours = Math.ceil(columns / 4);
    const rows = (tables[0]?.weights.length ?? 0) / (widths[0] ?? 1);
    this.sums = new Int32Array(fours * 4);
    this.odd = new Int32Array(fours);
    this.even = new Int32Array(fours);
    this.packed = new Int32Array(rows * fours);
    let first = 0;
    for (const { weights, scales } of tables) {
      this.pack(weights, scales.length, first);
      first += scales.length;
    }
  }

  private pack(weights: Int8Array, width: number, first: number): void {
    const { packed } = this;
    const fours = this.odd.length;
    const rows = weights.length / width;
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < width; c++) {
        const at = row * fours + ((first + c) >> 2);
        const biased = (weights[row * width + c] ?? 0) + bias;
        packed[at] = (packed[at] ?? 0) | (biased << (((first + c) & 3) * 8));
      }
  }

  /** Adds up the rows; afterwards `sums` holds them. */
  add(rows: Int32Array, count: number): void {
    const { odd, even, sums } = this;
    sums.fill(-bias * count);
    for (let from = 0; from < count; from += mostBeforeCarry) {
      odd.fill(0);
      even.fill(0);
      this.gather(rows, from, Math.min(count, from + mostBeforeCarry));
      for (let f = 0; f < odd.length; f++) {
        const [ones, twos] = [odd[f] ?? 0, even[f] ?? 0];
        sums[4 * f] = (sums[4 * f] ?? 0) + (ones & 0xffff);
        sums[4 * f + 1] = (sums[4 * f + 1] ?? 0) + (twos & 0xffff);
        sums[4 * f + 2] = (sums[4 * f + 2] ?? 0) + (ones >>> 16);
        sums[4 * f + 3] = (sums[4 * f + 3] ?? 0) + (twos >>> 16);
      }
    }
  }

  private gather(rows: Int32Array, from: number, to: number): void {
    const { packed, odd, even } = this;
    const fours = odd.length;
    for (let i = from; i < to; i++) {
      const row = (rows[i] ?? 0) * fours;
      for (let f = 0; f < fours; f++) {
        const four = packed[row + f] ?? 0;
        odd[f] = (odd[f] ?? 0) + (four & everySecondByte);
        even[f] = (even[f] ?? 0) + ((four >>> 8) & everySecondByte);
      }
    }
  }
}
