import type { PlaceIndex, PlaceName } from './place-index.ts';
import { differing, lettersOf, slips, sounds } from './place-words.ts';

/** A stretch of the words that names one or more units. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly names: readonly PlaceName[];
  /** "xã" or the like stands before it. */
  readonly typed: boolean;
  /** False for a village, school or street of that name, a guess over typing slips, or the bare name of a district. */
  readonly sure: boolean;
}

const longestName = 4;
const types = ['xa', 'phuong', 'thi tran'];
const districtWords = ['huyen', 'thi xa', 'thanh pho', 'tinh', 'tinh cu', 'quan'];
/** What a name after these words belongs to is not a commune, though it may lie in one of the same name. */
const otherThings = new Set([
  'thon',
  'lang',
  'xom',
  'khu',
  'to',
  'ap',
  'truong',
  'hoc',
  'thcs',
  'thpt',
  'duong',
  'cho',
  'chua',
  'ngo',
  'doi',
  'so',
  'non',
  'c1',
  'c2',
  'c3',
  'cau',
  'ben',
  'cong',
]);

interface Span {
  readonly start: number;
  readonly end: number;
  readonly names: readonly PlaceName[];
  readonly exact: boolean;
}

interface Districts {
  readonly all: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

/** The units named in the words, narrowed by the districts and kinds that are named with them. */
export function mentionsIn(index: PlaceIndex, words: readonly string[]): readonly Mention[] {
  const spans = spansIn(index, words);
  const districts = districtsIn(index, words);
  const mentions = spans
    .filter((span) => !isDistrict(span, words))
    .map((span) => toMention(span, words, { all: index.districts, named: districts }));
  return withoutHints(mentions, words, districts);
}

/** A commune of today that bears the name of an old district is not sure: people still say the district. */
function toMention(span: Span, words: readonly string[], districts: Districts): Mention {
  const type = typeBefore(words, span.start);
  const ofType = keepIfAny(span.names, (name) => type === undefined || name.type === type);
  const names = keepIfAny(
    ofType,
    (name) => districts.named.has(name.district) && name.district !== name.plain,
  );
  const thing = type === undefined && otherThings.has(words[span.start - 1] ?? '');
  const plain = words.slice(span.start, span.end).join(' ');
  return {
    start: span.start,
    end: span.end,
    names,
    typed: type !== undefined,
    sure: span.exact && !thing && (type !== undefined || !districts.all.has(plain)),
  };
}

function keepIfAny<T>(items: readonly T[], test: (item: T) => boolean): readonly T[] {
  const kept = items.filter(test);
  return kept.length > 0 ? kept : items;
}

/** "Tân Lập, Yên Mỹ": the second only says which Tân Lập, though it is a commune of today as well. */
function withoutHints(
  mentions: readonly Mention[],
  words: readonly string[],
  districts: ReadonlySet<string>,
): readonly Mention[] {
  return mentions.filter((mention) => {
    const plain = words.slice(mention.start, mention.end).join(' ');
    if (mention.typed || !districts.has(plain)) return true;
    return !mentions.some((other) => other !== mention && other.start < mention.start);
  });
}

/** The kind of commune named before a word; the "xã" of "thị xã" is none. */
function typeBefore(words: readonly string[], at: number): string | undefined {
  return before(words, at, 'thi xa') ? undefined : types.find((one) => before(words, at, one));
}

function before(words: readonly string[], at: number, phrase: string): boolean {
  const parts = phrase.split(' ');
  return parts.every((part, index) => words[at - parts.length + index] === part);
}

function isDistrict(span: Span, words: readonly string[]): boolean {
  return districtWords.some((word) => before(words, span.start, word));
}

function districtsIn(index: PlaceIndex, words: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = 0; at < words.length; at++) {
    for (let size = 1; size <= 3; size++) {
      const name = words.slice(at, at + size).join(' ');
      if (index.districts.has(name) && typeBefore(words, at) === undefined) found.add(name);
    }
  }
  return found;
}

/** Longest names first; if nothing fits exactly, by sound, then over typing slips. */
function spansIn(index: PlaceIndex, words: readonly string[]): readonly Span[] {
  const exact = scan(words, (part) => index.byPlain.get(part.join(' ')) ?? [], true);
  if (exact.some((span) => !isDistrict(span, words))) return exact;
  const joined = scan(words, (part) => joinedNames(index, part), true);
  if (joined.length > 0) return joined;
  const sound = scan(words, (part) => (part.length < 2 ? [] : (index.bySound.get(sounds(part)) ?? [])), true);
  if (sound.some((span) => !isDistrict(span, words))) return sound;
  return scan(words, (part) => nearNames(index, part), false);
}

function scan(
  words: readonly string[],
  names: (part: readonly string[]) => readonly PlaceName[],
  exact: boolean,
): readonly Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < words.length; ) {
    const span = longestAt(words, start, names, exact);
    if (span !== undefined) spans.push(span);
    start = span?.end ?? start + 1;
  }
  return spans;
}

function longestAt(
  words: readonly string[],
  start: number,
  names: (part: readonly string[]) => readonly PlaceName[],
  exact: boolean,
): Span | undefined {
  for (let size = Math.min(longestName, words.length - start); size > 0; size--) {
    const found = names(words.slice(start, start + size));
    if (found.length > 0) return { start, end: start + size, names: found, exact };
  }
  return undefined;
}

/** "phohien" written as one. */
function joinedNames(index: PlaceIndex, part: readonly string[]): readonly PlaceName[] {
  const [word = ''] = part;
  if (part.length !== 1 || word.length < 5) return [];
  const bare = word.replace(/^(xa|phuong)(?=.{5})/, '');
  return [...index.byPlain.entries()].flatMap(([plain, names]) => {
    const joined = plain.replaceAll(' ', '');
    return plain.includes(' ') && (joined === word || joined === bare) ? names : [];
  });
}

function nearNames(index: PlaceIndex, part: readonly string[]): readonly PlaceName[] {
  const text = part.join(' ');
  if (part.length < 2 || text.length < 6) return [];
  const limit = text.length > 11 ? 2 : 1;
  let nearest = limit;
  let found: PlaceName[] = [];
  const letters = lettersOf(text);
  for (const { plain, letters: known, names } of index.spellings) {
    if (differing(letters, known) > 2 * nearest) continue;
    const count = slips(text, plain, limit);
    if (count < nearest) found = [];
    if (count <= nearest) found.push(...names);
    nearest = Math.min(nearest, count);
  }
  return found;
}
