import type { Recognition } from '../domain/recognition.ts';
import { normalise } from '../understanding/normalise/normalise.ts';
import { strip } from '../understanding/normalise/strip.ts';

/** Something that can be meant, and the phrases for it. */
export interface Meaning {
  readonly value: string;
  readonly phrases: readonly string[];
}

const negations = new Set(['khong', 'ko', 'k', 'kh', 'hong', 'hok', 'chua', 'chang', 'dung', 'not', 'no', "don't"]);
const surestIntent = 0.5;

/** The two ways a message is compared by: letters only, and with teencode and emoji read. */
export function plainForms(text: string): readonly string[] {
  const bare = strip(text).replace(/[^\p{L}\p{N}\s/+-]/gu, ' ').replace(/\s+/g, ' ').trim();
  const { plain } = normalise(text);
  return plain === bare ? [bare] : [bare, plain];
}

/** The one meaning whose phrase the whole message is. */
export function matchWhole(text: string, meanings: readonly Meaning[]): string | undefined {
  const forms = plainForms(text).filter((form) => form !== '');
  const found = meanings.filter(({ phrases }) => phrases.some((phrase) => forms.includes(bare(phrase))));
  return found.length === 1 ? found[0]?.value : undefined;
}

/** All meanings with a phrase in the message; none if words of denial stand beside the phrases. */
export function matchWithin(text: string, meanings: readonly Meaning[]): readonly string[] {
  const [form = ''] = plainForms(text);
  let rest = ` ${form} `;
  const found: string[] = [];
  for (const { value, phrase } of longestFirst(meanings)) {
    if (phrase === '' || !rest.includes(` ${phrase} `)) continue;
    if (!found.includes(value)) found.push(value);
    rest = rest.replaceAll(` ${phrase} `, '  ');
  }
  return rest.split(' ').some((word) => negations.has(word)) ? [] : found;
}

function longestFirst(meanings: readonly Meaning[]): readonly { value: string; phrase: string }[] {
  return meanings
    .flatMap(({ value, phrases }) => phrases.map((phrase) => ({ value, phrase: bare(phrase) })))
    .sort((a, b) => b.phrase.length - a.phrase.length);
}

function bare(phrase: string): string {
  return plainForms(phrase)[0] ?? '';
}

/** yes, no or unsure, if the recogniser is sure of one of them. */
export function plainIntent(recognition: Recognition): 'yes' | 'no' | 'unsure' | undefined {
  const { intent, confidence } = recognition;
  if (confidence < surestIntent) return undefined;
  return intent === 'yes' || intent === 'no' || intent === 'unsure' ? intent : undefined;
}

export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}
