import type { Normalised, Token } from '../normalise/normalise.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Marks telling one kind of feature from another, so that equal strings do not meet in a bucket by design. */
const kind = {
  marked: 11,
  plain: 23,
  chars: 37,
  dialect: 53,
  class: 71,
  sign: 89,
  length: 97,
  raw: 101,
  list: 113,
  masked: 127,
} as const;

function start(of: number): number {
  return Math.imul(of, 0x9e3779b1) ^ 0x811c9dc5;
}

function mix(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

/** What beside its words is known of a message: word classes in order, and the ids of its signs. */
export interface Hints {
  readonly classes: readonly number[];
  /** Numbers of the word lists that occur; pairs of them are features too. */
  readonly lists: readonly number[];
  readonly signs: readonly string[];
  /** 1 for each token inside a harmless compound: there a word is another word. */
  readonly masked: Uint8Array;
}

export const noHints: Hints = { classes: [], lists: [], signs: [], masked: new Uint8Array(0) };

const most = 3_000;
const longestText = 1_000;

/**
 * Collects the features of a message: with a vocabulary its rows, each once; without one (when the
 * vocabulary is still to be chosen) the hashes. Used again and again, so that a message costs no allocation.
 */
export class Featuriser {
  readonly found = new Int32Array(most);
  count = 0;
  /** How much of the message is of a kind that training has met: 1 all of it, 0 nothing. */
  get familiarity(): number {
    return this.asked === 0 ? 1 : this.known / this.asked;
  }
  private asked = 0;
  private known = 0;
  private readonly vocabulary: Vocabulary | undefined;
  private readonly seen: Uint32Array;
  private round = 0;
  private readonly words = new Int32Array(longestText);

  constructor(vocabulary?: Vocabulary) {
    this.vocabulary = vocabulary;
    this.seen = new Uint32Array(vocabulary?.size ?? 0);
  }

  /** Fills `found` and `count` with the features of a message. */
  read(message: Normalised, hints: Hints = noHints): void {
    this.count = 0;
    this.asked = 0;
    this.known = 0;
    this.round += 1;
    const tokens = message.tokens.length > 200 ? message.tokens.slice(0, 200) : message.tokens;
    const { masked } = hints;
    this.wordRuns({ tokens, masked }, { of: kind.marked, longest: 2, view: markedOf });
    this.wordRuns({ tokens, masked }, { of: kind.plain, longest: 3, view: plainOf });
    this.wordRuns({ tokens, masked }, { of: kind.dialect, longest: 1, view: dialectOf });
    this.characters(unmasked(message, masked).slice(0, longestText));
    for (const token of tokens)
      if (token.raw !== token.marked) this.add(mix(start(kind.raw), hashOf(token.raw)));
    this.hinted(hints);
    this.add(mix(start(kind.length), Math.min(8, Math.floor(Math.log2(1 + tokens.length) * 2))));
  }

  private add(hash: number): void {
    if (this.count >= most) return;
    if (this.vocabulary === undefined) {
      this.found[this.count++] = hash;
      return;
    }
    this.asked += 1;
    const row = this.vocabulary.row(hash);
    if (row < 0) return;
    this.known += 1;
    if (this.seen[row] === this.round) return;
    this.seen[row] = this.round;
    this.found[this.count++] = row;
  }

  private wordRuns({ tokens, masked }: Masked, { of, longest, view }: View): void {
    const { words } = this;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      const word = token === undefined ? 0 : view(token);
      words[i] = masked[i] === 1 ? mix(word, kind.masked) : word;
    }
    this.runs(tokens.length, of, longest);
  }

  private runs(length: number, of: number, longest: number): void {
    const { words } = this;
    for (let i = 0; i <= length; i++) {
      let hash = start(of);
      for (let n = 0; n < longest && i + n <= length; n++) {
        hash = mix(hash, i + n === length ? 1 : (words[i + n] ?? 0));
        if (i + n < length || n > 0) this.add(hash + n);
      }
    }
    this.add(mix(mix(start(of), 2), length > 0 ? (words[0] ?? 0) : 0));
  }

  private characters(text: string): void {
    const padded = ` ${text} `;
    for (let i = 0; i < padded.length; i++) {
      let hash = mix(start(kind.chars), padded.charCodeAt(i));
      for (let n = 1; n < 4 && i + n < padded.length; n++) {
        hash = mix(hash, padded.charCodeAt(i + n));
        this.add(hash + n);
      }
    }
  }

  private hinted({ classes, lists, signs }: Hints): void {
    const length = Math.min(classes.length, longestText);
    for (let i = 0; i < length; i++) this.words[i] = classes[i] ?? 0;
    if (length > 0) this.runs(length, kind.class, 3);
    for (let i = 0; i < lists.length; i++) {
      const hash = mix(start(kind.list), lists[i] ?? 0);
      this.add(hash);
      for (let j = i + 1; j < lists.length; j++) this.add(mix(hash, lists[j] ?? 0));
    }
    for (const sign of signs) this.add(mix(start(kind.sign), hashOf(sign)));
  }
}

interface Masked {
  readonly tokens: readonly Token[];
  readonly masked: Uint8Array;
}

interface View {
  readonly of: number;
  readonly longest: number;
  readonly view: (token: Token) => number;
}

/** The plain text with harmless compounds blotted out. */
function unmasked(message: Normalised, masked: Uint8Array): string {
  if (!masked.includes(1)) return message.plain;
  return message.tokens.map(({ plain }, i) => (masked[i] === 1 ? '_' : plain)).join(' ');
}

const markedHashes = new Map<string, number>();

function remembered(text: string): number {
  const known = markedHashes.get(text);
  if (known !== undefined) return known;
  if (markedHashes.size > 30_000) markedHashes.clear();
  const hash = hashOf(text);
  if (text.length <= 12) markedHashes.set(text, hash);
  return hash;
}

function markedOf(token: Token): number {
  return remembered(token.marked);
}

function plainOf(token: Token): number {
  return remembered(token.plain);
}

/** Letters that the speech of the Red River delta and of the south do not tell apart. */
function dialectOf(token: Token): number {
  const { plain } = token;
  const hash = hashOf(
    plain
      .replace(/^(?:gi(?=[aeiouy])|r|d|v(?=[aou]))/u, 'd')
      .replace(/^tr/u, 'ch')
      .replace(/^s/u, 'x')
      .replace(/^n(?![gh])/u, 'l')
      .replace(/ng$/u, 'n')
      .replace(/[ct]$/u, 'c'),
  );
  return hash;
}
