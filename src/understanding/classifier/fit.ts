import type { Normalised } from '../normalise/normalise.ts';
import { Featuriser, type Hints } from './features.ts';
import { type Model, quantise } from './model.ts';
import type { TrainingPlan } from './plan.ts';
import { train } from './train.ts';
import type { TrainingSet } from './training-set.ts';
import { chooseVocabulary, type Vocabulary } from './vocabulary.ts';

/** One example as the trainer takes it: the features of each of its copies, and a label for each head (-1: none). */
export interface Lesson {
  readonly copies: readonly Int32Array[];
  readonly labels: readonly number[];
  /** How much it counts in each head. */
  readonly weights: readonly number[];
}

export interface Fitted {
  readonly vocabulary: Vocabulary;
  readonly model: Model;
}

/** Chooses the vocabulary, then trains. `heads` are the number of labels in each head. */
export function fitLessons(lessons: readonly Lesson[], heads: readonly number[], plan: TrainingPlan): Fitted {
  const seen = lessons.map(({ copies, labels }) => ({ hashes: together(copies), labels }));
  const vocabulary = chooseVocabulary(seen, heads, plan.features);
  const weights = train(toSet(lessons, heads, vocabulary), plan);
  return { vocabulary, model: quantise(weights, heads) };
}

const collector = new Featuriser();

/** The features of a message before there is a vocabulary: their hashes, each once, in order. */
export function featuresOf(message: Normalised, hints?: Hints): Int32Array {
  collector.read(message, hints);
  return unique(collector.found.slice(0, collector.count));
}

function unique(hashes: Int32Array): Int32Array {
  hashes.sort();
  let count = 0;
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    if (count === 0 || hashes[count - 1] !== hash) hashes[count++] = hash;
  }
  return hashes.slice(0, count);
}

function together(copies: readonly Int32Array[]): Int32Array {
  const [only] = copies;
  if (only !== undefined && copies.length === 1) return only;
  const all = new Int32Array(copies.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const copy of copies) {
    all.set(copy, at);
    at += copy.length;
  }
  return unique(all);
}

function toSet(lessons: readonly Lesson[], heads: readonly number[], vocabulary: Vocabulary): TrainingSet {
  let features = new Int32Array(1 << 20);
  let length = 0;
  const offsets = [0];
  const owners: Lesson[] = [];
  for (const lesson of lessons) {
    for (const copy of lesson.copies) {
      if (length + copy.length > features.length) features = grown(features);
      for (let i = 0; i < copy.length; i++) {
        const row = vocabulary.row(copy[i] ?? 0);
        if (row >= 0) features[length++] = row;
      }
      offsets.push(length);
      owners.push(lesson);
    }
  }
  return {
    features: sharedIntegers(features.subarray(0, length)),
    rows: vocabulary.size,
    offsets: sharedIntegers(offsets),
    labels: heads.map((_, head) => Int16Array.from(owners, ({ labels }) => labels[head] ?? -1)),
    weights: heads.map((_, head) => Float32Array.from(owners, ({ weights }) => weights[head] ?? 1)),
    heads,
  };
}

/** In memory that a second thread can read without a copy. */
function sharedIntegers(values: ArrayLike<number>): Int32Array<SharedArrayBuffer> {
  const shared = new Int32Array(new SharedArrayBuffer(4 * values.length));
  shared.set(values);
  return shared;
}

function grown(features: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(features.length * 2);
  larger.set(features);
  return larger;
}
