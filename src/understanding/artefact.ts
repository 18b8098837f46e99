import { z } from 'zod';
import type { Learnt } from './learn.ts';
import { Vocabulary } from './classifier/vocabulary.ts';

const Header = z.strictObject({
  format: z.literal(1),
  hash: z.string(),
  heads: z.array(z.number().int().positive()),
  rows: z.number().int().positive(),
  intentHeat: z.number().positive(),
  urgencyHeat: z.number().positive(),
});

/** A trained recogniser as one file: a line of JSON, then scales, keys and weights. */
export function writeArtefact(learnt: Learnt, hash: string): Buffer {
  const { model, vocabulary, intentHeat, urgencyHeat } = learnt;
  const header = { format: 1, hash, heads: model.heads, rows: vocabulary.size, intentHeat, urgencyHeat };
  const line = JSON.stringify(header);
  const padded = `${line.padEnd(Math.ceil((line.length + 1) / 4) * 4 - 1)}\n`;
  return Buffer.concat([Buffer.from(padded), bytesOf(model.scales), bytesOf(vocabulary.keys), bytesOf(model.weights)]);
}

/** What was written for the same `hash`, or undefined when it is for other data or damaged. */
export function readArtefact(file: Buffer, hash: string): Learnt | undefined {
  const end = file.indexOf('\n');
  const parsed = Header.safeParse(parseJson(file.toString('utf8', 0, Math.max(0, end))));
  if (!parsed.success || parsed.data.hash !== hash) return undefined;
  const { heads, rows, intentHeat, urgencyHeat } = parsed.data;
  const columns = heads.reduce((sum, size) => sum + size, 0);
  if (file.length !== end + 1 + 4 * columns + 4 * rows + rows * columns) return undefined;
  // A copy of its own, so that the numbers stand on a boundary of four bytes.
  const bytes = new Uint8Array(file.subarray(end + 1)).buffer;
  const scales = new Float32Array(bytes, 0, columns);
  const keys = new Int32Array(bytes, 4 * columns, rows);
  const weights = new Int8Array(bytes, 4 * (columns + rows));
  return { model: { heads, scales, weights }, vocabulary: new Vocabulary(keys), intentHeat, urgencyHeat };
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
