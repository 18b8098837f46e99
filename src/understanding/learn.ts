import { Intent } from '../domain/intent.ts';
import { isHard, Urgency } from '../domain/urgency.ts';
import { copies, salad } from './classifier/augment.ts';
import { type Judged, temperature } from './classifier/calibrate.ts';
import { Featuriser } from './classifier/features.ts';
import { type Fitted, featuresOf, fitLessons, type Lesson } from './classifier/fit.ts';
import { hintsOf } from './classifier/hints.ts';
import { Scorer } from './classifier/model.ts';
import type { TrainingPlan } from './classifier/plan.ts';
import { Random } from './classifier/random.ts';
import type { Example } from './corpus.ts';
import { strip } from './normalise/strip.ts';
import type { Screen } from './rules/screen.ts';

export const intentLabels: readonly Intent[] = Intent.options.filter((intent) => intent !== 'unknown');
export const urgencyLabels: readonly Urgency[] = Urgency.options;
const heads = [intentLabels.length, urgencyLabels.length] as const;

/** What training leaves: weights, and how far to trust them. */
export interface Learnt extends Fitted {
  /** What to divide the logits of intents by, so that confidence is honest. */
  readonly intentHeat: number;
  /** How familiar nine in ten held-out messages of danger are at least: what is stranger gets less trust. */
  readonly usualFamiliarity: number;
}

const plan: TrainingPlan = { epochs: 4, rate: 0.2, seed: 20_260_907, features: 1 << 16, readers: 1 };
const noisyCopies = 2;
/** There are very many hard negatives, so that fewer copies of each will do. */
const noisyCopiesOfHardNegatives = 1;
/** One salad of words for so many examples. */
const examplesForOneSalad = 22;
/** How far rare intents are lifted: 0 not at all, 1 to the weight of the common ones. */
const lift = 0.5;
/** Hard negatives teach what is no alarm more than what they are about. */
const hardNegativeWeight = 0.6;

/** About a tenth of the examples, always the same ones, on which trust and thresholds are set. */
export function isDevelopment({ text }: { readonly text: string }): boolean {
  let hash = 0x811c9dc5;
  for (const char of strip(text)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 7) % 10 === 0;
}

function isHeldOut(example: Example | undefined): boolean {
  return example !== undefined && isDevelopment(example);
}

/** One for each example, in their order, and more behind them. */
function lessons(examples: readonly Example[], screen: Screen): readonly Lesson[] {
  const random = new Random(plan.seed);
  const counts = new Map<Intent, number>();
  for (const { intent } of examples) counts.set(intent, (counts.get(intent) ?? 0) + 1);
  const mean = examples.length / counts.size;
  const own = examples.map((example) => ({
    copies: copies(example.text, random, noisyFor(example)).map((text) => read(text, screen)),
    labels: [intentLabels.indexOf(example.intent), urgencyLabels.indexOf(example.urgency)],
    weights: [
      (mean / (counts.get(example.intent) ?? mean)) ** lift * (example.hardNegative ? hardNegativeWeight : 1),
      example.hardNegative ? 1.5 : 1,
    ],
  }));
  return [...own, ...salads(examples, screen, random)];
}

function noisyFor({ hardNegative }: Example): number {
  return hardNegative ? noisyCopiesOfHardNegatives : noisyCopies;
}

/** Snatches of calm messages in a heap teach that a strange mixture of words is no danger; it has no intent. */
function salads(examples: readonly Example[], screen: Screen, random: Random): readonly Lesson[] {
  const calm = examples.filter(({ urgency }) => urgency === 'routine').map(({ text }) => text.split(' '));
  return Array.from({ length: Math.floor(examples.length / examplesForOneSalad) }, () => ({
    copies: [read(salad(calm, random), screen)],
    labels: [-1, urgencyLabels.indexOf('routine')],
    weights: [1, 1],
  }));
}

function read(text: string, screen: Screen): Int32Array {
  const screening = screen.screen(text);
  return featuresOf(screening.message, hintsOf(screen, screening));
}

/** For trust alone fewer rounds and no noisy copies will do, in a third of the time. */
const trialPlan: TrainingPlan = { ...plan, epochs: 2 };

/** Trains on nine tenths to learn how far to trust the scores, then on everything. */
export function learn(examples: readonly Example[], screen: Screen): Learnt {
  const all = lessons(examples, screen);
  const most = all.filter((_, i) => !isHeldOut(examples[i])).map(withoutNoise);
  const judged = judge(examples.filter(isDevelopment), fitLessons(most, heads, trialPlan), screen);
  return {
    ...fitLessons(all, heads, plan),
    intentHeat: temperature(judged),
    usualFamiliarity: lowestTenth(judged.filter(({ hard }) => hard).map(({ familiarity }) => familiarity)),
  };
}

/** The message as it is, and without marks. */
function withoutNoise(lesson: Lesson): Lesson {
  return { ...lesson, copies: lesson.copies.slice(0, 2) };
}

function lowestTenth(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] ?? 0;
}

interface HeldOut extends Judged {
  readonly hard: boolean;
  readonly familiarity: number;
}

function judge(
  examples: readonly Example[],
  { model, vocabulary }: Fitted,
  screen: Screen,
): readonly HeldOut[] {
  const scorer = new Scorer(model);
  const featuriser = new Featuriser(vocabulary);
  return examples.map((example) => {
    const screening = screen.screen(example.text);
    featuriser.read(screening.message, hintsOf(screen, screening));
    scorer.score(featuriser);
    const logits = Array.from(scorer.logits.subarray(0, heads[0]));
    return {
      logits,
      label: intentLabels.indexOf(example.intent),
      hard: isHard(example.urgency),
      familiarity: featuriser.familiarity,
    };
  });
}
