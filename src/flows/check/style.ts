import { z } from 'zod';
import { TextKey } from '../../domain/text.ts';

const word = z.string().min(1);

/** dialogs/style.yaml: how the bot must not speak, and the texts that may. */
export const Style = z.strictObject({
  /** Words never said in the voice of a child (with diacritics, as written). */
  banned: z.array(word).readonly(),
  /** Words never said to anyone. */
  bannedForAll: z.array(word).readonly(),
  child: z.strictObject({ sentences: z.number(), questions: z.number(), words: z.number() }),
  adult: z.strictObject({ words: z.number() }),
  /** Text key: why this text may break the rules of length. */
  allow: z.record(TextKey, z.string().min(1)),
});
export type Style = Readonly<z.infer<typeof Style>>;

/** What is wrong with a text in the voice of a child or teenager. */
export function childFaults(text: string, style: Style): readonly string[] {
  const sentences = sentencesOf(text);
  const questions = sentences.filter((sentence) => sentence.endsWith('?')).length;
  const statements = sentences.length - questions;
  const faults: string[] = [];
  if (statements > style.child.sentences)
    faults.push(`${statements} sentences, at most ${style.child.sentences} to a child`);
  if (questions > style.child.questions) faults.push(`${questions} questions in one message`);
  return [...faults, ...longSentences(sentences, style.child.words)];
}

/** An adult may be told two things in one sentence, with a semicolon between. */
export function adultFaults(text: string, style: Style): readonly string[] {
  return longSentences(
    sentencesOf(text).flatMap((sentence) => sentence.split(';')),
    style.adult.words,
  );
}

function longSentences(sentences: readonly string[], most: number): readonly string[] {
  return sentences.flatMap((sentence) => {
    const count = wordsOf(sentence).length;
    return count > most ? [`a sentence of ${count} words, at most ${most}: "${sentence}"`] : [];
  });
}

export function bannedIn(text: string, words: readonly string[]): readonly string[] {
  const lower = ` ${text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return words
    .filter((one) => lower.includes(` ${one.toLowerCase().normalize('NFC')} `))
    .map((one) => `"${one}" must not be said here`);
}

/** Sentences with their end sign. Lines with a number alone ("111") are there to be tapped, not to be read. */
function sentencesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !isShown(line))
    .flatMap((line) => line.match(/[^.!?…]+[.!?…]*/gu) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}|\d/u.test(sentence));
}

/** Numbers, parameters and their short headings ("Công an:", "Cấp cứu: 115") are shown rather than said. */
function isShown(line: string): boolean {
  const bare = line.trim();
  return (
    /^[\s\d/.,:;-]*$/.test(bare) ||
    /^\{[\w.-]+\}$/.test(bare) ||
    /^(?:[\p{L}]+ ?){1,4}:(?:\s*\d+\.?)?$/u.test(bare)
  );
}

function wordsOf(sentence: string): readonly string[] {
  return sentence.split(/[\s/–-]+/).filter((one) => /[\p{L}\p{N}]/u.test(one));
}
