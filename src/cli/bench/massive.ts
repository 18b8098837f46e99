import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { copies } from '../../understanding/classifier/augment.ts';
import { Featuriser } from '../../understanding/classifier/features.ts';
import { featuresOf, fitLessons } from '../../understanding/classifier/fit.ts';
import { Scorer } from '../../understanding/classifier/model.ts';
import { Random } from '../../understanding/classifier/random.ts';
import { normalise } from '../../understanding/normalise/normalise.ts';
import { strip } from '../../understanding/normalise/strip.ts';
import { print } from './result.ts';

const Line = z.object({ text: z.string(), intent: z.string() });
type Line = z.infer<typeof Line>;

// Amazon MASSIVE 1.1 vi-VN, CC BY 4.0, FitzGerald et al. 2022; kept beside the tests.
const folder = join(import.meta.dirname, '..', '..', '..', 'tests', 'understanding', 'massive-vi');

export function readMassive(split: 'train' | 'test'): readonly Line[] {
  const text = readFileSync(join(folder, `${split}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => Line.parse(JSON.parse(line)));
}

const plan = { epochs: 8, rate: 0.15, seed: 1, features: 1 << 17, readers: 4 };

/** The classifier of the product, without rules or classes, on a public benchmark of 60 intents. */
export async function benchMassive(): Promise<void> {
  const train = readMassive('train');
  const labels = [...new Set(train.map(({ intent }) => intent))].sort();
  const before = performance.now();
  const predict = trained(train, labels);
  print({ name: 'massive.train', value: (performance.now() - before) / 1000, unit: 's' });
  const test = readMassive('test');
  print({ name: 'massive.test.marked', value: accuracy(test, predict, (text) => text), unit: '%' });
  print({ name: 'massive.test.unmarked', value: accuracy(test, predict, strip), unit: '%' });
}

function trained(train: readonly Line[], labels: readonly string[]): (text: string) => string | undefined {
  const random = new Random(plan.seed);
  const lessons = train.map(({ text, intent }) => ({
    copies: copies(text, random, 0).map((copy) => featuresOf(normalise(copy))),
    labels: [labels.indexOf(intent)],
    weights: [1],
  }));
  const { model, vocabulary } = fitLessons(lessons, [labels.length], plan);
  const featuriser = new Featuriser(vocabulary);
  const scorer = new Scorer(model);
  return (text) => {
    featuriser.read(normalise(text));
    scorer.score(featuriser);
    const best = scorer.probabilities.reduce((so, one, i, all) => (one > (all[so] ?? 0) ? i : so), 0);
    return labels[best];
  };
}

export function accuracy(
  lines: readonly Line[],
  predict: (text: string) => string | undefined,
  view: (text: string) => string,
): number {
  const right = lines.filter(({ text, intent }) => predict(view(text)) === intent).length;
  return (100 * right) / lines.length;
}
