import { z } from 'zod';
import { Intent } from '../../domain/intent.ts';
import { Urgency } from '../../domain/urgency.ts';

const Phrase = z.string().min(1);
const Sentences = z.array(z.string().min(1)).min(1);

/** What makes a match weigh less: a word near it, by its place. It touches that match alone. */
export const Guard = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/u),
  patterns: z.array(Phrase).min(1),
  /** `before`: ends within `reach` words before the core; `after`: begins within `reach` after the match. */
  where: z.enum(['before', 'after', 'sentence']),
  reach: z.number().int().min(0).max(12).default(3),
  lowersTo: Urgency,
  /** Words that take the guard's force away: "hồi nhỏ ... mà giờ vẫn". */
  unless: z.array(Phrase).default([]),
});
export type Guard = z.infer<typeof Guard>;

export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z]+(?:[.-][a-z0-9]+)*$/u),
  intent: Intent,
  urgency: Urgency,
  patterns: z.array(Phrase).min(1),
  /** Guards this rule heeds; those left out have no force over it. */
  heeds: z.array(z.string()).default(['negation', 'past', 'fiction', 'hypothetical', 'prevention', 'joke']),
  /** When the sign needs a second signal from the classifier: typed without marks, or always. */
  needsSupport: z.enum(['never', 'unmarked', 'always']).default('unmarked'),
  must: Sentences,
  mustNot: Sentences,
});
export type Rule = z.infer<typeof Rule>;

/** One file of dialogs/safety. Files are joined; ids and word lists are unique over all. */
export const SafetyFile = z.strictObject({
  words: z.record(z.string().regex(/^[a-z_]+$/u), z.array(z.string().min(1)).min(1)).default({}),
  /** Words that are whole without marks, and so mean themselves in a message typed with marks. */
  plainWords: z.array(z.string()).default([]),
  /** Harmless compounds ("đánh răng"); what they cover is not looked at by rules. */
  masks: z.array(Phrase).default([]),
  guards: z.array(Guard).default([]),
  rules: z.array(Rule).default([]),
});
export type SafetyFile = z.infer<typeof SafetyFile>;
