/** Features of all examples in one array of shared memory; example `i` is `features[offsets[i]..offsets[i + 1]]`. */
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

export function columnsOf({ heads }: Pick<TrainingSet, 'heads'>): number {
  return heads.reduce((sum, labels) => sum + labels, 0);
}
