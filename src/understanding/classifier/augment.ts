import teencode from '../../../dialogs/safety/teencode.json' with { type: 'json' };
import { spell } from '../normalise/letters.ts';
import { strip } from '../normalise/strip.ts';
import type { Random } from './random.ts';

const shortOf = new Map<string, string[]>();
for (const [short, [long]] of Object.entries(teencode)) {
  if (long === undefined || long.includes(' ') || short === strip(long)) continue;
  shortOf.set(long, [...(shortOf.get(long) ?? []), short]);
}
const shortPhrases: readonly (readonly [string, string])[] = Object.entries(teencode).flatMap(
  ([short, [long]]) => (long?.includes(' ') === true ? [[long, short] as const] : []),
);

export function toTeencode(text: string, random: Random): string {
  let out = text.toLowerCase();
  for (const [long, short] of shortPhrases) if (random.next() < 0.5) out = out.replaceAll(long, short);
  return out
    .split(' ')
    .map((word) => {
      const shorts = shortOf.get(word);
      return shorts !== undefined && random.next() < 0.7 ? (random.pick(shorts) ?? word) : word;
    })
    .join(' ');
}

const telexTone = ['', 's', 'f', 'r', 'x', 'j'] as const;
const telexShape: Readonly<Record<string, string>> = {
  ă: 'aw',
  â: 'aa',
  đ: 'dd',
  ê: 'ee',
  ô: 'oo',
  ơ: 'ow',
  ư: 'uw',
};

/** Types a word as a Telex keyboard that failed would leave it. */
export function toTelex(word: string): string {
  const { shapes, tone } = spell(word);
  return [...shapes].map((shape) => telexShape[shape] ?? shape).join('') + (telexTone[tone] ?? '');
}

const typos: readonly ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
  (word, at) => word.slice(0, at) + (word[at] ?? '') + word.slice(at),
];

export function withTypos(text: string, random: Random, share = 0.12): string {
  return text
    .split(' ')
    .map((word) => {
      if (word.length < 3 || random.next() >= share) return word;
      const typo = random.pick(typos);
      return typo === undefined ? word : typo(word, random.below(word.length - 1));
    })
    .join(' ');
}

function dropSome(text: string, random: Random): string {
  return text
    .split(' ')
    .map((word) => (random.next() < 0.5 ? strip(word) : word))
    .join(' ');
}

function leaveTelex(text: string, random: Random): string {
  return text
    .split(' ')
    .map((word) => (random.next() < 0.25 ? toTelex(word.toLowerCase()) : word))
    .join(' ');
}

function inDialect(text: string, random: Random): string {
  return text
    .split(' ')
    .map((word) => {
      if (random.next() > 0.5) return word;
      if (/^n(?![gh])/u.test(word)) return `l${word.slice(1)}`;
      return /^l/u.test(word) ? `n${word.slice(1)}` : word;
    })
    .join(' ');
}

const noises = [
  (text: string, random: Random): string => strip(toTeencode(text, random)),
  toTeencode,
  (text: string, random: Random): string => withTypos(text, random),
  (text: string, random: Random): string => withTypos(strip(text), random),
  dropSome,
  leaveTelex,
  inDialect,
  (text: string, random: Random): string => withTypos(text, random, 0.2),
  (text: string, random: Random): string => withTypos(strip(text), random, 0.2),
] as const;

/** The text as it is, without marks, and in `noisy` of the ways people really type. */
export function copies(text: string, random: Random, noisy: number): readonly string[] {
  const out = [text, strip(text)];
  for (let i = 0; i < noisy; i++) out.push((random.pick(noises) ?? strip)(text, random));
  return [...new Set(out)];
}

const longestSalad = 40;

/** Four to forty words in snatches of one to four, each out of another message. */
export function salad(messages: readonly (readonly string[])[], random: Random): string {
  const wanted = 4 + random.below(longestSalad - 4);
  const words: string[] = [];
  while (words.length < wanted) {
    const from = random.pick(messages) ?? ['…'];
    const length = 1 + random.below(4);
    const at = random.below(Math.max(1, from.length - length + 1));
    words.push(...from.slice(at, at + length));
  }
  return words.join(' ');
}
