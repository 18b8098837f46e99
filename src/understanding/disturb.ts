import { toTeencode, withTypos } from './classifier/augment.ts';
import { Random } from './classifier/random.ts';
import { strip } from './normalise/strip.ts';

/** Ways in which one message reaches us otherwise than it was meant. */
export const disturbances = {
  'without marks': (text: string): readonly string[] => [strip(text)],
  teencode: (text: string): readonly string[] => [toTeencode(text, seeded(text))],
  typos: (text: string): readonly string[] => [withTypos(text, seeded(text), 0.08)],
  decomposed: (text: string): readonly string[] => [text.normalize('NFD')],
  'in two bubbles': (text: string): readonly string[] => halves(text),
} as const;

function seeded(text: string): Random {
  return new Random(text.length * 7919 + (text.codePointAt(0) ?? 0));
}

function halves(text: string): readonly string[] {
  const words = text.split(' ');
  const middle = Math.ceil(words.length / 2);
  return words.length < 2 ? [text] : [words.slice(0, middle).join(' '), words.slice(middle).join(' ')];
}
