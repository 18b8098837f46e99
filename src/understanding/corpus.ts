import { z } from 'zod';
import { Intent } from '../domain/intent.ts';
import { Register } from '../domain/register.ts';
import { Urgency } from '../domain/urgency.ts';
import { type SourceText, YamlPlace } from './yaml-place.ts';

/** One file of dialogs/intents: messages written for this project, by urgency and by who would write so. */
const IntentFile = z.strictObject({
  intent: Intent,
  groups: z
    .array(
      z.strictObject({
        urgency: Urgency,
        register: Register,
        texts: z.array(z.coerce.string().min(1)).min(1),
      }),
    )
    .min(1),
});

export interface Example {
  readonly text: string;
  readonly intent: Intent;
  readonly urgency: Urgency;
  readonly register: Register;
  /** Looks alarming and is not. */
  readonly hardNegative: boolean;
}

export interface Corpus {
  readonly examples: readonly Example[];
  readonly faults: readonly string[];
}

/** Reads training files; everything wrong with them is told at once. */
export function parseCorpus(sources: readonly SourceText[]): Corpus {
  const faults: string[] = [];
  const examples = sources.flatMap((source) => {
    const place = new YamlPlace(source);
    faults.push(...place.syntaxFaults());
    const parsed = IntentFile.safeParse(place.value());
    if (!parsed.success) {
      faults.push(...parsed.error.issues.map((issue) => place.fault(issue.path, issue.message)));
      return [];
    }
    const { intent, groups } = parsed.data;
    const hardNegative = source.file.includes('hard-negatives');
    return groups.flatMap(({ urgency, register, texts }) =>
      texts.map((text) => ({ text, intent, urgency, register, hardNegative })),
    );
  });
  return { examples, faults };
}
