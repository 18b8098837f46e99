import type { Recognition } from '../domain/recognition.ts';
import { fold } from '../understanding/normalise/fold.ts';
import { normalise } from '../understanding/normalise/normalise.ts';
import { strip } from '../understanding/normalise/strip.ts';

/** Something that can be meant, and the phrases for it. */
export interface Meaning {
  readonly value: string;
  readonly phrases: readonly string[];
}

interface Word {
  readonly plain: string;
  /** Its diacritics, whatever letter they stand on: "hoà" and "hòa" are one. */
  readonly marks: string;
}

const negations = new Set(['khong', 'ko', 'k', 'kh', 'hong', 'hok', 'chua', 'chang', 'dung', 'not', 'no']);
const surestIntent = 0.6;
const longestRead = 1000;

function wordsOf(text: string): readonly Word[] {
  return fold(text.slice(0, longestRead))
    .text.split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map(wordOf);
}

// The phrases are those of the texts, so there are never many; a message is read anew.
const known = new Map<string, readonly Word[]>();
const mostPhrases = 20_000;

function phraseOf(text: string): readonly Word[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const words = wordsOf(text);
  if (known.size < mostPhrases) known.set(text, words);
  return words;
}

function wordOf(word: string): Word {
  const marks = [...word.replaceAll('đ', '\u0335').normalize('NFD')].filter((char) => /[\p{M}]/u.test(char));
  return { plain: strip(word), marks: marks.sort().join('') };
}

/** Marks that were left out do not matter; marks that are other ones do: "cô" is not "có". */
function same(said: Word | undefined, meant: Word): boolean {
  return (
    said !== undefined &&
    said.plain === meant.plain &&
    [...said.marks].every((mark) => meant.marks.includes(mark))
  );
}

let lastRead: { readonly text: string; readonly forms: readonly (readonly Word[])[] } | undefined;

/** The message as typed, and with teencode read. The engine asks for the same message many times in a turn. */
function formsOf(text: string): readonly (readonly Word[])[] {
  if (lastRead?.text === text) return lastRead.forms;
  const forms = [wordsOf(text), wordsOf(normalise(text.slice(0, longestRead)).marked)];
  lastRead = { text, forms };
  return forms;
}

/** The one meaning whose phrase the whole message is. */
export function matchWhole(text: string, meanings: readonly Meaning[]): string | undefined {
  const forms = formsOf(text).filter((form) => form.length > 0);
  const found = meanings.filter(({ phrases }) =>
    phrases
      .map(phraseOf)
      .some(
        (phrase) =>
          phrase.length > 0 &&
          forms.some((form) => form.length === phrase.length && standsAt(form, 0, phrase)),
      ),
  );
  const values = [...new Set(found.map(({ value }) => value))];
  return values.length === 1 ? values[0] : undefined;
}

function standsAt(form: readonly Word[], at: number, phrase: readonly Word[]): boolean {
  return phrase.every((word, index) => same(form[at + index], word));
}

/**
 * All meanings with a phrase in the message; none if words of denial stand beside the phrases. Single short
 * words are too easily parts of something else to be looked for.
 */
export function matchWithin(text: string, meanings: readonly Meaning[]): readonly string[] {
  const [form = []] = formsOf(text);
  const taken = new Set<number>();
  const found = new Set<string>();
  for (const { value, phrase } of longestFirst(meanings)) {
    for (let at = 0; at + phrase.length <= form.length; at++) {
      if (taken.has(at) || !standsAt(form, at, phrase)) continue;
      found.add(value);
      for (let word = at; word < at + phrase.length; word++) taken.add(word);
    }
  }
  const denied = form.some(({ plain }, index) => !taken.has(index) && negations.has(plain));
  return denied ? [] : [...found];
}

function longestFirst(
  meanings: readonly Meaning[],
): readonly { readonly value: string; readonly phrase: readonly Word[] }[] {
  return meanings
    .flatMap(({ value, phrases }) => phrases.map((phrase) => ({ value, phrase: phraseOf(phrase) })))
    .filter(({ phrase }) => phrase.length > 1 || (phrase[0]?.plain.length ?? 0) > 4)
    .sort((a, b) => b.phrase.length - a.phrase.length);
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
