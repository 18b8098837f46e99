import { compareUrgency } from '../domain/urgency.ts';
import { urgencyBy } from './decide.ts';
import type { Recogniser } from './recogniser.ts';
import type { RuleSign, Screen } from './rules/screen.ts';
import { readSlots } from './slots.ts';

/** How sure a rule is of what a message wants; only dangerous intents have rules. */
const ruleConfidence = 0.8;

/**
 * The rules alone, for the first minute of the first start, while the classifier still learns: an
 * unsure rule counts too, since there is nothing yet that could support it.
 */
export function rulesRecogniser(screen: Screen): Recogniser {
  return {
    rulesVersion: screen.version,
    recognise: (text) => {
      const { message, signs: found } = screen.screen(text);
      const signs = found.map(({ id, urgency, start, end }) => ({
        id,
        urgency,
        source: 'rule' as const,
        start,
        end,
      }));
      const most = mostUrgent(found);
      const intent = most?.intent ?? 'unknown';
      const confidence = most === undefined ? 0 : ruleConfidence;
      return { intent, confidence, urgency: urgencyBy(signs), signs, slots: readSlots(message) };
    },
  };
}

function mostUrgent(signs: readonly RuleSign[]): RuleSign | undefined {
  return signs.toSorted((a, b) => compareUrgency(b.urgency, a.urgency))[0];
}
