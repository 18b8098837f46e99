import { isDangerous } from '../domain/intent.ts';
import type { Recognition, Sign } from '../domain/recognition.ts';
import { isHard } from '../domain/urgency.ts';
import { Featuriser } from './classifier/features.ts';
import { hintsOf } from './classifier/hints.ts';
import { softmax } from './classifier/learners.ts';
import { Scorer } from './classifier/model.ts';
import {
  cautious,
  classifierSign,
  counted,
  enoughFor,
  guessIntent,
  hardLikelihood,
  type Likelihoods,
  thresholds,
  urgencyBy,
} from './decide.ts';
import { intentLabels, type Learnt } from './learn.ts';
import type { RuleSign, Screen, Screening } from './rules/screen.ts';
import { readSlots } from './slots.ts';

/** Understands one message; `before` are the person's last messages, oldest first. */
export interface Recogniser {
  recognise(text: string, before?: readonly string[]): Recognition;
  /** Changes when the rules of danger change: what was screened under another version is screened again. */
  readonly rulesVersion: string;
}

const windowBubbles = 3;
const windowLength = 600;
const surelyHarmless = 0.8;

export function createRecogniser(screen: Screen, learnt: Learnt): Recogniser {
  const reader = new Reader(screen, learnt);
  return {
    rulesVersion: screen.version,
    recognise: (text, before = []) => {
      const alone = reader.assess(text);
      return isHard(alone.urgency) || before.length === 0
        ? alone
        : withWindow(reader, alone, { text, before });
    },
  };
}

/**
 * People split one sentence over several messages. The last ones are read together with this one;
 * what only they told was seen when they came, so they must not have been alarming by themselves.
 */
function withWindow(
  reader: Reader,
  alone: Recognition,
  { text, before }: { text: string; before: readonly string[] },
): Recognition {
  if (isPlainlyHarmless(alone)) return alone;
  const earlier = before.slice(-windowBubbles).join(' ').slice(-windowLength);
  if (earlier.trim() === '' || isHard(reader.assess(earlier).urgency)) return alone;
  const together = reader.assess(`${earlier} ${text}`, thresholds.window);
  if (!isHard(together.urgency)) return alone;
  const signs = together.signs.map((sign) => inBubble(sign, earlier.length + 1));
  return { ...together, signs, slots: { ...together.slots, ...alone.slots } };
}

/** A bubble that is small talk for sure is not read into the ones before: "mẹ đánh răng cho em", "đề toán này giết em mất". */
function isPlainlyHarmless({ intent, confidence, urgency }: Recognition): boolean {
  return urgency === 'routine' && !isDangerous(intent) && confidence >= surelyHarmless;
}

/** Moves a sign of the joined text to the bubble it ends in. */
function inBubble(sign: Sign, offset: number): Sign {
  if (sign.end <= offset) return { ...sign, bubble: 1 };
  return { ...sign, start: Math.max(0, sign.start - offset), end: sign.end - offset };
}

class Reader {
  private readonly screen: Screen;
  private readonly learnt: Learnt;
  private readonly featuriser: Featuriser;
  private readonly scorer: Scorer;

  constructor(screen: Screen, learnt: Learnt) {
    this.screen = screen;
    this.learnt = learnt;
    this.featuriser = new Featuriser(learnt.vocabulary);
    this.scorer = new Scorer(learnt.model);
  }

  assess(text: string, least: number = thresholds.hard): Recognition {
    const screening = this.screen.screen(text);
    const slots = readSlots(screening.message);
    if (screening.message.tokens.length === 0) {
      return { intent: 'unknown', confidence: 0, urgency: 'routine', signs: [], slots };
    }
    const likely = this.likelihoods(screening);
    const hint = hardLikelihood(likely, intentLabels);
    const alarm = cautious(hint, likely.familiarity, this.learnt.usualFamiliarity);
    const rules = counted(screening.signs, alarm);
    const enough = enoughFor(likely, intentLabels, least);
    const own = classifierSign(likely, { alarm, hint }, { end: text.length, least: enough });
    const signs = [...rules.map(toSign), ...(own === undefined ? [] : [own])];
    return { ...guessIntent(likely, intentLabels, rules), urgency: urgencyBy(signs), signs, slots };
  }

  private likelihoods(screening: Screening): Likelihoods {
    this.featuriser.read(screening.message, hintsOf(this.screen, screening));
    this.scorer.score(this.featuriser);
    const { logits, probabilities } = this.scorer;
    const count = intentLabels.length;
    const honest = logits.slice(0, count).map((logit) => logit / this.learnt.intentHeat);
    softmax(honest, 0, count);
    const [routine = 0, soon = 0, urgent = 0, immediate = 0] = probabilities.subarray(count);
    return {
      intents: probabilities.subarray(0, count),
      honest,
      urgencies: { routine, soon, urgent, immediate },
      familiarity: this.featuriser.familiarity,
    };
  }
}

function toSign({ id, urgency, start, end }: RuleSign): Sign {
  return { id, urgency, source: 'rule', start, end };
}
