import { spell } from '../normalise/letters.ts';
import type { Normalised, Token } from '../normalise/normalise.ts';
import { readWord } from '../normalise/word.ts';

/** How surely a word is the one meant: its marks all there, or left out in whole or part. */
export type Sureness = 1 | 2;
export const bare: Sureness = 1;
export const sure: Sureness = 2;

/** A phrase of some list, found in a message from token `start` up to `end`. */
export interface Atom {
  readonly start: number;
  readonly end: number;
  readonly sureness: Sureness;
}

interface Syllable {
  readonly shapes: string;
  readonly plain: string;
  readonly tone: number;
}

interface Entry {
  readonly syllables: readonly Syllable[];
  readonly lists: number[];
  readonly isIn: Set<number>;
}

/** What of the lists was found in one message. Atoms of a list are gathered when first asked for. */
export class Found {
  readonly lists: number[] = [];
  private readonly present: Uint8Array;
  private readonly all: (Atom & { readonly entry: Entry })[] = [];
  private readonly gathered = new Map<number, readonly Atom[]>();

  constructor(lists: number) {
    this.present = new Uint8Array(lists);
  }

  add(entry: Entry, start: number, sureness: Sureness): void {
    this.all.push({ entry, start, end: start + entry.syllables.length, sureness });
    for (const list of entry.lists) {
      if (this.present[list] === 1) continue;
      this.present[list] = 1;
      this.lists.push(list);
    }
  }

  has(list: number): boolean {
    return this.present[list] === 1;
  }

  /** In order of their start. */
  of(list: number): readonly Atom[] {
    const known = this.gathered.get(list);
    if (known !== undefined) return known;
    const atoms = this.all.filter(({ entry }) => entry.isIn.has(list));
    this.gathered.set(list, atoms);
    return atoms;
  }
}

const typedWithMarks = 0.5;

function compare(token: Syllable, rule: Syllable): Sureness | 0 {
  if (token.shapes === rule.shapes) {
    if (token.tone === rule.tone) return sure;
    return token.tone === 0 ? bare : 0;
  }
  if (token.tone !== 0 && token.tone !== rule.tone) return 0;
  for (let i = 0; i < token.shapes.length; i++) {
    const shape = token.shapes[i];
    if (shape !== rule.shapes[i] && shape !== rule.plain[i]) return 0;
  }
  return bare;
}

/** Northern speech swaps l and n; the swapped word is a further, less sure reading. */
function swapped(token: Token): Syllable | undefined {
  const first = token.plain[0];
  if (first !== 'n' && first !== 'l') return undefined;
  if (token.plain.startsWith('ng') || token.plain.startsWith('nh')) return undefined;
  const other = first === 'n' ? 'l' : 'n';
  return { shapes: other + token.shapes.slice(1), plain: other + token.plain.slice(1), tone: token.tone };
}

export class Lexicon {
  private readonly byFirst = new Map<string, Bucket>();
  private readonly entries = new Map<string, Entry>();
  private readonly names = new Map<string, number>();
  private readonly plainWords: ReadonlySet<string>;

  constructor(plainWords: readonly string[]) {
    this.plainWords = new Set(plainWords);
  }

  /** The number of the list with these phrases; one list is made for one name. */
  list(name: string, phrases: readonly string[]): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const list = this.names.size;
    this.names.set(name, list);
    for (const phrase of phrases) this.add(phrase, list);
    return list;
  }

  get size(): number {
    return this.names.size;
  }

  private add(phrase: string, list: number): void {
    const syllables = phrase.toLowerCase().normalize('NFC').split(' ').map(toSyllable);
    const key = syllables.map(({ shapes, tone }) => shapes + tone).join(' ');
    const known = this.entries.get(key);
    if (known !== undefined) {
      if (!known.isIn.has(list)) known.lists.push(list);
      known.isIn.add(list);
      return;
    }
    const entry = { syllables, lists: [list], isIn: new Set([list]) };
    this.entries.set(key, entry);
    const first = syllables[0]?.plain ?? '';
    const bucket = this.byFirst.get(first) ?? { alone: [], byNext: new Map<string, readonly Entry[]>() };
    this.byFirst.set(first, bucket);
    const next = syllables[1]?.plain;
    if (next === undefined) bucket.alone.push(entry);
    else bucket.byNext.set(next, [...(bucket.byNext.get(next) ?? []), entry]);
  }

  find(message: Normalised): Found {
    const found = new Found(this.size);
    const { tokens } = message;
    const strict = message.markedShare >= typedWithMarks;
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at];
      if (token === undefined) continue;
      this.findAt({ tokens, strict, found }, at, token, sure);
      for (const other of token.others) this.findAt({ tokens, strict, found }, at, other, sure);
      const swap = this.plainWords.has(token.shapes) ? undefined : swapped(token);
      if (swap !== undefined) this.findAt({ tokens, strict, found }, at, swap, bare);
    }
    return found;
  }

  private findAt(search: Search, at: number, first: Syllable, most: Sureness): void {
    const bucket = this.byFirst.get(first.plain);
    if (bucket === undefined) return;
    this.match(search, at, { first, most, entries: bucket.alone });
    const next = search.tokens[at + 1];
    if (bucket.byNext.size === 0 || next === undefined) return;
    this.match(search, at, { first, most, entries: bucket.byNext.get(next.plain) ?? [] });
    for (const other of next.others)
      this.match(search, at, { first, most, entries: bucket.byNext.get(other.plain) ?? [] });
    const swap = swapped(next);
    if (swap !== undefined)
      this.match(search, at, { first, most, entries: bucket.byNext.get(swap.plain) ?? [] });
  }

  private match(search: Search, at: number, { first, most, entries }: Candidates): void {
    for (const entry of entries) {
      const sureness = this.sureness(search, at, first, entry);
      if (sureness === 0) continue;
      search.found.add(entry, at, sureness < most ? sureness : most);
    }
  }

  private sureness(search: Search, at: number, first: Syllable, entry: Entry): Sureness | 0 {
    let least: Sureness = sure;
    const { syllables } = entry;
    if (at + syllables.length > search.tokens.length) return 0;
    for (let i = 0; i < syllables.length; i++) {
      const rule = syllables[i];
      const token = search.tokens[at + i];
      if (rule === undefined || token === undefined) return 0;
      if (i > 0 && token.sentence !== search.tokens[at]?.sentence) return 0;
      const got =
        i === 0
          ? compare(first, rule)
          : token.plain === rule.plain
            ? compare(token, rule)
            : this.other(token, rule);
      if (got === 0) return 0;
      if (got === bare) {
        if (search.strict && syllables.length === 1 && this.plainWords.has(token.shapes)) return 0;
        least = bare;
      }
    }
    return least;
  }

  private other(token: Token, rule: Syllable): Sureness | 0 {
    for (const other of token.others) if (other.plain === rule.plain) return compare(other, rule);
    const swap = swapped(token);
    return swap !== undefined && swap.plain === rule.plain && compare(swap, rule) !== 0 ? bare : 0;
  }
}

/** Entries that begin with one syllable, by the syllable after it. */
interface Bucket {
  readonly alone: Entry[];
  readonly byNext: Map<string, readonly Entry[]>;
}

interface Candidates {
  readonly first: Syllable;
  readonly most: Sureness;
  readonly entries: readonly Entry[];
}

interface Search {
  readonly tokens: readonly Token[];
  readonly strict: boolean;
  readonly found: Found;
}

function toSyllable(word: string): Syllable {
  const reading = readWord(word).readings[0];
  // Lists may hold teencode as such ("t", "ck"); only real syllables are brought to their tone place.
  return reading?.length === 1 && reading[0]?.plain === spell(word).plain ? reading[0] : spell(word);
}
