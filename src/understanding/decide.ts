import { type Intent, isDangerous } from '../domain/intent.ts';
import type { Sign } from '../domain/recognition.ts';
import { isHard, moreUrgent, type Urgency } from '../domain/urgency.ts';
import type { RuleSign } from './rules/screen.ts';

/**
 * From where on the classifier alone raises. Set where ordinary comments of strangers hardly ring any more and
 * what was held out of training still does; `npm run eval` shows both.
 */
export const thresholds = {
  hard: 0.82,
  /** The same for several bubbles read as one, where talk of a child's day soon adds up. */
  window: 0.88,
  /** From this likelihood of an intent where minutes count (`minutesCount`), `easier` less is enough for an alarm. */
  minutes: 0.35,
  easier: 0.14,
  /** How much of what is held for trouble must be held for urgent, so that a quarrel at school rings no alarm. */
  severity: 0.25,
  /** The same where minutes count. */
  severityOfMinutes: 0.1,
  /** The second signal that an unsure rule needs. */
  support: 0.6,
  /** Under this the classifier, which knows of the rule's sign, is against it: a gentle question will do. */
  doubt: 0.45,
  /** How much the logit of danger falls for each hundredth of a message that is stranger than danger usually is. */
  caution: 0.2,
  soft: 0.35,
  unknownIntent: 0.3,
  /** Of "zxcv" and the like hardly anything was ever met: what it wants is not known. */
  gibberish: 0.4,
} as const;

/** What the classifier holds likely: the intents in their order, and the four urgencies. */
export interface Likelihoods {
  readonly intents: Float64Array;
  /** The intents again, softened or sharpened so that they can be believed as they stand. */
  readonly honest: Float64Array;
  readonly urgencies: Readonly<Record<Urgency, number>>;
  /** How much of the message is of a kind that training has met, 0 to 1. */
  readonly familiarity: number;
}

/** The intent head has seen finer differences than the urgency head, and is more often right about danger. */
const urgencyShare = 0.3;

/** Likelihood that the message belongs to the hard tier: the urgency head and the intent head together. */
export function hardLikelihood(
  { intents, urgencies }: Pick<Likelihoods, 'intents' | 'urgencies'>,
  labels: readonly Intent[],
): number {
  const byUrgency = urgencies.urgent + urgencies.immediate;
  const byIntent = intents.reduce<number>(
    (sum, one, i) => sum + (isDangerous(labels[i] ?? 'unknown') ? one : 0),
    0,
  );
  return logistic(urgencyShare * logit(byUrgency) + (1 - urgencyShare) * logit(byIntent));
}

/**
 * The same, less where most of the message is of a kind that training never met: there the few features known
 * speak too loudly. `usual` is how familiar nearly all held-out messages of danger are.
 */
export function cautious(hard: number, familiarity: number, usual: number): number {
  const strange = Math.max(0, usual - familiarity) * 100;
  return logistic(logit(hard) - thresholds.caution * strange);
}

function logit(likelihood: number): number {
  return Math.log((likelihood + 1e-6) / (1 - likelihood + 1e-6));
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/**
 * Rule signs that count: the sure ones, and the unsure ones the classifier supports. Where the classifier holds
 * all danger very unlikely, a sign is not silenced, but asks gently (`soon`) instead of calling for help.
 */
export function counted(signs: readonly RuleSign[], hard: number): readonly RuleSign[] {
  const heard = signs.filter(({ needsSupport }) => !needsSupport || hard >= thresholds.support);
  if (hard >= thresholds.doubt) return heard;
  return heard.map((sign) => (isHard(sign.urgency) ? { ...sign, urgency: 'soon' as const } : sign));
}

export function urgencyBy(signs: readonly Sign[]): Urgency {
  return signs.reduce<Urgency>((so, sign) => moreUrgent(so, sign.urgency), 'routine');
}

const minutesCount: ReadonlySet<Intent> = new Set([
  'suicide',
  'self_harm',
  'physical_abuse_now',
  'medical_emergency',
]);

/** How likely the hard tier must be for an alarm: less where a missed one may cost a life; never, where it is mild. */
export function enoughFor(
  { intents, urgencies }: Pick<Likelihoods, 'intents' | 'urgencies'>,
  labels: readonly Intent[],
  least: number,
): number {
  const urgentIntent = intents.reduce(
    (sum, one, i) => sum + (minutesCount.has(labels[i] ?? 'unknown') ? one : 0),
    0,
  );
  const minutes = urgentIntent >= thresholds.minutes;
  const hard = urgencies.urgent + urgencies.immediate;
  const isMild =
    hard / (hard + urgencies.soon) < (minutes ? thresholds.severityOfMinutes : thresholds.severity);
  if (isMild) return Number.POSITIVE_INFINITY;
  return minutes ? least - thresholds.easier : least;
}

/**
 * The classifier's own sign, if it raises anything; it stands for the whole message. `alarm` is how likely danger is
 * by what may ring, with `least` enough for it; `hint` by what may only ask.
 */
export function classifierSign(
  { urgencies }: Likelihoods,
  { alarm, hint }: { readonly alarm: number; readonly hint: number },
  { end, least }: { readonly end: number; readonly least: number },
): Sign | undefined {
  const sign = (urgency: Urgency): Sign => ({
    id: `classifier.${urgency}`,
    urgency,
    source: 'classifier',
    start: 0,
    end,
  });
  if (alarm >= least) return sign(urgencies.immediate > urgencies.urgent ? 'immediate' : 'urgent');
  if (hint + urgencies.soon * (1 - hint) >= thresholds.soft) return sign('soon');
  return undefined;
}

export interface Guess {
  readonly intent: Intent;
  readonly confidence: number;
}

/**
 * The likeliest intent in the light of the urgency: an alarm without a dangerous intent, or the
 * other way round, is less likely than each head alone would say.
 */
export function guessIntent(
  likely: Likelihoods,
  labels: readonly Intent[],
  signs: readonly RuleSign[],
): Guess {
  const calm = likely.urgencies.routine;
  const told = new Set(signs.filter(({ urgency }) => isHard(urgency)).map(({ intent }) => intent));
  const weighed = labels.map((intent, i) => {
    const fits = isDangerous(intent) ? 1 - calm : calm;
    return (likely.honest[i] ?? 0) * (fits + 0.02) * (told.has(intent) ? 2 : 1);
  });
  const sum = weighed.reduce((total, one) => total + one, 0);
  const best = weighed.reduce((so, one, i) => (one > (weighed[so] ?? 0) ? i : so), 0);
  const confidence = (weighed[best] ?? 0) / sum;
  const intent = labels[best] ?? 'unknown';
  return confidence < thresholds.unknownIntent || likely.familiarity < thresholds.gibberish
    ? { intent: unsureIntent(signs), confidence }
    : { intent, confidence };
}

/** When the classifier does not know, a sure rule may. */
function unsureIntent(signs: readonly RuleSign[]): Intent {
  return signs.find(({ urgency, needsSupport }) => isHard(urgency) && !needsSupport)?.intent ?? 'unknown';
}
