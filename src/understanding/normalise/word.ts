import teencode from '../../../dialogs/safety/teencode.json' with { type: 'json' };
import { spell } from './letters.ts';
import { isMarkedSyllable, isSyllable, isUnmarked, syllable } from './syllable.ts';
import { fromTelex, fromVni, isSureVni } from './telex.ts';

/** One way to read a word. A reading of several syllables ("bme": bố mẹ) has several. */
export interface Reading {
  /** Lower case, one tone placement, teencode and keyboard leftovers undone. */
  readonly marked: string;
  readonly shapes: string;
  readonly plain: string;
  readonly tone: number;
}

export interface Word {
  /** As typed, in lower case with look-alikes folded. */
  readonly raw: string;
  /** The likeliest reading, then the others. Each is a list of syllables. */
  readonly readings: readonly (readonly Reading[])[];
  readonly unmarked: boolean;
  readonly decoded: boolean;
}

const table: Readonly<Record<string, readonly string[]>> = teencode;

// English and brand words that would otherwise be read as Telex.
const english = new Set(
  'as is was has does this yes us bus class pass game max box tax taxi fix mix text next test sex six best boss miss kiss for or her your car are hi of off if view new show now how know low window follow dow law draw raw add food good book look feel see free app nice max fair hair air tour ex'.split(
    ' ',
  ),
);

const respellings: readonly (readonly [RegExp, string])[] = [
  [/^f/u, 'ph'],
  [/^j/u, 'gi'],
  [/^dz/u, 'd'],
  [/^z/u, 'd'],
  [/^z/u, 'v'],
  [/^w/u, 'qu'],
  [/^w/u, 'h'],
  [/^k(?=[aoôơuưăâáàảãạóòỏõọốồổỗộớờởỡợúùủũụứừửữự])/u, 'c'],
  [/^c(?=[eêiyéèẹẻẽếềểễệíìỉĩị])/u, 'k'],
  [/^ck/u, 'ch'],
  [/^q(?!u)/u, 'qu'],
  [/k$/u, 'ch'],
  [/k$/u, 'c'],
  [/(?<=[^n])g$/u, 'ng'],
  [/(?<=[^cn])h$/u, 'nh'],
  [/^ng(?=[eêiíìịếềệ])/u, 'ngh'],
  [/^g(?=[eêéèẹếềệ])/u, 'gh'],
];

function readingOf(word: string): Reading {
  return syllable(word);
}

function respell(word: string): string | undefined {
  for (const [from, to] of respellings) {
    const tried = word.replace(from, to);
    if (tried !== word && isMarkedSyllable(tried)) return tried;
  }
  return undefined;
}

function leet(word: string): string | undefined {
  if (!/[0134@$]/u.test(word) || !/\p{L}/u.test(word)) return undefined;
  const tried = word
    .replaceAll('0', 'o')
    .replaceAll('1', 'i')
    .replaceAll('3', 'e')
    .replaceAll('4', 'a')
    .replaceAll('@', 'a')
    .replaceAll('$', 's');
  return isSyllable(tried) ? tried : undefined;
}

function decode(word: string): string | undefined {
  if (/[0-9@$]/u.test(word)) {
    const vni = fromVni(word);
    if (vni !== undefined && (isSureVni(word) || !/^(?:lop|nam|tuoi|thang|ngay|so|cap|to|khoi)/u.test(word)))
      return vni;
    return leet(word);
  }
  if (isSyllable(word) || english.has(word)) return undefined;
  return fromTelex(word) ?? respell(word) ?? undouble(word);
}

function undouble(word: string): string | undefined {
  const single = word.replace(/(.)\1+$/u, '$1');
  return single !== word && isSyllable(single) ? single : undefined;
}

function look(raw: string): Word {
  const calm = raw.replace(/(.)\1{2,}/gu, '$1');
  const listed = table[raw] ?? table[calm];
  const unmarked = isUnmarked(calm);
  if (listed !== undefined) {
    const readings = listed.map((text) => text.split(' ').map(readingOf));
    return { raw, readings, unmarked: unmarked && listed.includes(raw), decoded: true };
  }
  const other = decode(calm);
  const again = other === undefined ? undefined : table[other];
  const text = again?.[0] ?? other ?? calm;
  return {
    raw,
    readings: [text.split(' ').map(readingOf)],
    unmarked: unmarked && other === undefined,
    decoded: other !== undefined,
  };
}

const seen = new Map<string, Word>();
const seenLimit = 20_000;
const longest = 12;

/** Reads one word. Short words are remembered, since most of a language is few words. */
export function readWord(raw: string): Word {
  if (raw.length > longest) return longWord(raw);
  const known = seen.get(raw);
  if (known !== undefined) return known;
  if (seen.size >= seenLimit) seen.clear();
  const word = look(raw);
  seen.set(raw, word);
  return word;
}

function longWord(raw: string): Word {
  const calm = raw.slice(0, 200).replace(/(.)\1{2,}/gu, '$1');
  if (calm.length <= longest) return { ...look(calm), raw };
  const { shapes, plain, tone } = spell(calm);
  return {
    raw,
    readings: [[{ marked: calm, shapes, plain, tone }]],
    unmarked: calm === plain,
    decoded: false,
  };
}
