import type { Normalised } from '../normalise/normalise.ts';
import { Featuriser, type Hints } from './features.ts';
import { type Model, quantise } from './model.ts';
import type { TrainingPlan } from './plan.ts';
import { train } from './train.ts';
import type { TrainingSet } from './training-set.ts';
import { chooseVocabulary, type Seen, type Vocabulary } from './vocabulary.ts';

/** One example as the trainer takes it: its copies as they would be read, and a label for each head. */
export interface Lesson {
  readonly copies: readonly { readonly message: Normalised; readonly hints: Hints }[];
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
  const collector = new Featuriser();
  const seen = lessons.map(
    (lesson): Seen => ({ hashes: hashesOf(lesson, collector), labels: lesson.labels }),
  );
  const vocabulary = chooseVocabulary(seen, heads, plan.features);
  const weights = train(toSet(lessons, heads, vocabulary), plan);
  return { vocabulary, model: quantise(weights, heads) };
}

function hashesOf(lesson: Lesson, collector: Featuriser): Int32Array {
  const all = new Set<number>();
  for (const { message, hints } of lesson.copies) {
    collector.read(message, hints);
    for (let i = 0; i < collector.count; i++) all.add(collector.found[i] ?? 0);
  }
  return Int32Array.from(all);
}

function toSet(lessons: readonly Lesson[], heads: readonly number[], vocabulary: Vocabulary): TrainingSet {
  const featuriser = new Featuriser(vocabulary);
  let features = new Int32Array(1 << 20);
  let length = 0;
  const offsets = [0];
  const owners: Lesson[] = [];
  for (const lesson of lessons) {
    for (const { message, hints } of lesson.copies) {
      featuriser.read(message, hints);
      if (length + featuriser.count > features.length) features = grown(features);
      features.set(featuriser.found.subarray(0, featuriser.count), length);
      length += featuriser.count;
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
