const fewestBits = 17;
/** No feature's row. */
const empty = 0;

function slotOf(hash: number, bits: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> (32 - bits);
}

/** The features worth weights, each with its row; all others are passed over. */
export class Vocabulary {
  readonly keys: Int32Array;
  /** A feature and its row plus one, beside each other: one look in memory finds both. */
  private readonly slots: Int32Array;
  private readonly bits: number;

  constructor(keys: Int32Array) {
    this.keys = keys;
    // At most half full.
    this.bits = Math.max(fewestBits, Math.ceil(Math.log2(keys.length + 1)) + 1);
    const last = (1 << this.bits) - 1;
    this.slots = new Int32Array(2 << this.bits).fill(empty);
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row] ?? 0;
      let slot = slotOf(key, this.bits);
      while (this.slots[2 * slot + 1] !== empty) slot = (slot + 1) & last;
      this.slots[2 * slot] = key;
      this.slots[2 * slot + 1] = row + 1;
    }
  }

  get size(): number {
    return this.keys.length;
  }

  /** The row of a feature, or -1. */
  row(hash: number): number {
    const { slots, bits } = this;
    const key = hash | 0;
    const last = (1 << bits) - 1;
    for (let slot = slotOf(key, bits); ; slot = (slot + 1) & last) {
      const row = slots[2 * slot + 1] ?? empty;
      if (row === empty || slots[2 * slot] === key) return row - 1;
    }
  }
}

/** The different feature hashes of one example (all its copies together) and its labels. */
export interface Seen {
  readonly hashes: Int32Array;
  readonly labels: readonly number[];
}

const leastExamples = 3;
const roughBits = 22;

/**
 * Chooses the features that tell labels apart best (chi squared) among those seen in three
 * examples or more. `sizes` are the number of labels in each head.
 */
export function chooseVocabulary(seen: readonly Seen[], sizes: readonly number[], limit: number): Vocabulary {
  const often = frequent(seen);
  const columns = sizes.reduce((sum, size) => sum + size, 0);
  const { index, counts, totals } = countLabels(seen, often, sizes);
  const scored = Array.from(index, ([hash, at]) => ({
    hash,
    score: chiSquared(counts, totals, at * (columns + 1), seen.length),
  }));
  scored.sort((a, b) => b.score - a.score || a.hash - b.hash);
  return new Vocabulary(Int32Array.from(scored.slice(0, limit), ({ hash }) => hash));
}

/** A rough count in a fixed table: rarely lets a feature pass that was seen less often. */
function frequent(seen: readonly Seen[]): (hash: number) => boolean {
  const counts = new Uint8Array(1 << roughBits);
  const at = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - roughBits);
  for (const { hashes } of seen) {
    for (const hash of hashes) {
      const slot = at(hash);
      const count = counts[slot] ?? 0;
      if (count < leastExamples) counts[slot] = count + 1;
    }
  }
  return (hash) => (counts[at(hash)] ?? 0) >= leastExamples;
}

interface LabelCounts {
  readonly index: ReadonlyMap<number, number>;
  /** For each feature a row: how often in all, then how often with each label. */
  readonly counts: Float32Array;
  readonly totals: Float32Array;
}

function countLabels(
  seen: readonly Seen[],
  often: (hash: number) => boolean,
  sizes: readonly number[],
): LabelCounts {
  const index = new Map<number, number>();
  for (const { hashes } of seen)
    for (const hash of hashes) if (often(hash) && !index.has(hash)) index.set(hash, index.size);
  const columns = sizes.reduce((sum, size) => sum + size, 0);
  const counts = new Float32Array(index.size * (columns + 1));
  const totals = new Float32Array(columns);
  for (const { hashes, labels } of seen) {
    const places = placesOf(labels, sizes);
    for (const place of places) totals[place] = (totals[place] ?? 0) + 1;
    for (const hash of hashes) {
      const at = index.get(hash);
      if (at === undefined) continue;
      const row = at * (columns + 1);
      counts[row] = (counts[row] ?? 0) + 1;
      for (const place of places) counts[row + 1 + place] = (counts[row + 1 + place] ?? 0) + 1;
    }
  }
  return { index, counts, totals };
}

function placesOf(labels: readonly number[], sizes: readonly number[]): readonly number[] {
  let first = 0;
  return labels.flatMap((label, head) => {
    const place = first + label;
    first += sizes[head] ?? 0;
    return label < 0 ? [] : [place];
  });
}

function chiSquared(counts: Float32Array, totals: Float32Array, row: number, examples: number): number {
  const inAll = counts[row] ?? 0;
  let score = 0;
  for (let label = 0; label < totals.length; label++) {
    const expected = (inAll * (totals[label] ?? 0)) / examples;
    const difference = (counts[row + 1 + label] ?? 0) - expected;
    if (expected > 0) score += (difference * difference) / expected;
  }
  return inAll < leastExamples ? 0 : score;
}
