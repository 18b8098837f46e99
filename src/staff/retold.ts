import { strip } from '../understanding/normalise/strip.ts';

/** Two texts that share more than this of their pairs of words are the same telling. */
const tooAlike = 0.4;
const identifying = /\d[\d\s.-]{5,}\d|https?:|www\.|@\w/iu;

/**
 * Why an example cannot be kept: `identifying` when it holds a number, a link or an address, `too-close` when it
 * repeats what the person wrote instead of telling it anew.
 */
export function retoldFault(
  text: string,
  written: readonly string[],
): 'identifying' | 'too-close' | undefined {
  if (identifying.test(text)) return 'identifying';
  const own = pairsOf(text);
  return written.some((line) => overlap(own, pairsOf(line)) > tooAlike) ? 'too-close' : undefined;
}

/** Pairs of neighbouring words without marks: dropping the marks of a sentence does not make it another. */
function pairsOf(text: string): ReadonlySet<string> {
  const words = strip(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return new Set(words.map((word, i) => `${word} ${words[i + 1] ?? '.'}`));
}

/** The share of the shorter telling that the other repeats. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const least = Math.min(one.size, other.size);
  if (least === 0) return 0;
  return [...one].filter((pair) => other.has(pair)).length / least;
}
