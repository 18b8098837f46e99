import { z } from 'zod';
import { Vocabulary } from './classifier/vocabulary.ts';
import type { Learnt } from './learn.ts';

const Header = z.strictObject({
  format: z.literal(4),
  hash: z.string(),
  heads: z.array(z.number().int().positive()),
  rows: z.number().int().positive(),
  units: z.number().int().positive(),
  intentHeat: z.number().positive(),
  usualFamiliarity: z.number().min(0).max(1),
});

/** A trained recogniser as one file: a line of JSON, then the numbers, those of four bytes first. */
export function writeArtefact(learnt: Learnt, hash: string): Buffer {
  const { model, vocabulary, intentHeat, usualFamiliarity } = learnt;
  const { heads, linear, hidden, output } = model;
  const trust = { intentHeat, usualFamiliarity };
  const header = { format: 4, hash, heads, rows: vocabulary.size, units: hidden.scales.length, ...trust };
  const parts = [linear.scales, hidden.scales, output, vocabulary.keys, linear.weights, hidden.weights];
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...parts.map(bytesOf)]);
}

/** What was written for the same `hash`, or undefined when it is for other data or damaged. */
export function readArtefact(file: Buffer, hash: string): Learnt | undefined {
  const end = file.indexOf('\n');
  const parsed = Header.safeParse(parseJson(file.toString('utf8', 0, Math.max(0, end))));
  if (!parsed.success || parsed.data.hash !== hash) return undefined;
  const { heads, rows, units, intentHeat, usualFamiliarity } = parsed.data;
  const columns = heads.reduce((sum, size) => sum + size, 0);
  const fours = columns + units + columns * units + rows;
  if (file.length !== end + 1 + 4 * fours + rows * (columns + units)) return undefined;
  // A copy of its own, so that the numbers stand on a boundary of four bytes.
  const numbers = new Numbers(new Uint8Array(file.subarray(end + 1)).buffer);
  const linearScales = numbers.floats(columns);
  const hiddenScales = numbers.floats(units);
  const output = numbers.floats(columns * units);
  const vocabulary = new Vocabulary(numbers.integers(rows));
  const linear = { scales: linearScales, weights: numbers.bytes(rows * columns) };
  const hidden = { scales: hiddenScales, weights: numbers.bytes(rows * units) };
  return { model: { heads, linear, hidden, output }, vocabulary, intentHeat, usualFamiliarity };
}

/** Takes arrays out of a buffer one behind the other. */
class Numbers {
  private at = 0;
  private readonly buffer: ArrayBuffer;

  constructor(buffer: ArrayBuffer) {
    this.buffer = buffer;
  }

  floats(length: number): Float32Array {
    return new Float32Array(this.buffer, this.pass(4 * length), length);
  }

  integers(length: number): Int32Array {
    return new Int32Array(this.buffer, this.pass(4 * length), length);
  }

  bytes(length: number): Int8Array {
    return new Int8Array(this.buffer, this.pass(length), length);
  }

  private pass(size: number): number {
    const from = this.at;
    this.at += size;
    return from;
  }
}

function bytesOf(array: Float32Array | Int32Array | Int8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
