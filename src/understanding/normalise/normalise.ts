import type { Feeling } from './feelings.ts';
import { emoticonAt, feelingOfEmoji } from './feelings.ts';
import type { Folded } from './fold.ts';
import { fold } from './fold.ts';
import { isMarkedSyllable, isSyllable } from './syllable.ts';
import { type Reading, readWord, type Word } from './word.ts';

/** One syllable, number, or emoji, with its place in the original text. */
export interface Token {
  readonly kind: 'word' | 'number' | 'feeling';
  readonly raw: string;
  readonly marked: string;
  readonly shapes: string;
  readonly plain: string;
  readonly tone: number;
  /** Other readings of the same place, for matching. */
  readonly others: readonly Reading[];
  readonly unmarked: boolean;
  readonly decoded: boolean;
  /** Counted from 0; patterns do not reach over the end of a sentence. */
  readonly sentence: number;
  readonly start: number;
  readonly end: number;
}

export interface Normalised {
  readonly original: string;
  readonly tokens: readonly Token[];
  /** The message with its marks as far as they were typed or can be known, words apart by one space. */
  readonly marked: string;
  readonly plain: string;
  /** Share of the words that carry a mark: near 0 for someone who types without. */
  readonly markedShare: number;
}

const longestRead = 8_000;
const wordAt = /[\p{L}\p{N}@$*]+/uy;
const noOthers: readonly Reading[] = [];

class Reader {
  readonly tokens: Token[] = [];
  private sentence = 0;
  private readonly folded: Folded;

  constructor(folded: Folded) {
    this.folded = folded;
  }

  read(): void {
    const { text } = this.folded;
    for (let at = 0; at < text.length; ) at += this.step(text, at);
  }

  private step(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === 32) return 1;
    const emoticon = code < 128 ? emoticonAt(text, at) : undefined;
    if (emoticon !== undefined) return this.feeling(emoticon.feeling, at, emoticon.length);
    wordAt.lastIndex = at;
    const word = wordAt.exec(text);
    if (word !== null) return this.word(word[0], at);
    const char = String.fromCodePoint(code >= 0xd800 ? (text.codePointAt(at) ?? code) : code);
    if (/\p{Extended_Pictographic}/u.test(char)) return this.feeling(feelingOfEmoji(char), at, char.length);
    this.stop(char, text, at);
    return char.length;
  }

  /** A full stop with no space behind it ("đau quá.con sợ", "tự.tử") ends nothing for certain. */
  private stop(char: string, text: string, at: number): void {
    const next = text[at + 1] ?? ' ';
    const ends = '!?;…\n。'.includes(char) || (char === '.' && (/\s/u.test(next) || next === '.'));
    if (ends && this.tokens.at(-1)?.sentence === this.sentence) this.sentence += 1;
  }

  private feeling(feeling: Feeling, at: number, length: number): number {
    this.push(
      { kind: 'feeling', raw: feeling, others: noOthers, unmarked: false, decoded: false },
      { marked: feeling, shapes: feeling, plain: feeling, tone: 0 },
      at,
      at + length,
    );
    return length;
  }

  private word(raw: string, at: number): number {
    const digit = raw.charCodeAt(0) < 58;
    if (digit && /^\p{N}+$/u.test(raw)) {
      this.push(
        { kind: 'number', raw, others: noOthers, unmarked: false, decoded: false },
        { marked: raw, shapes: raw, plain: raw, tone: 0 },
        at,
        at + raw.length,
      );
    } else if (!digit) this.addWord(readWord(raw), at, raw.length);
    else
      for (const [piece, from] of apart(raw))
        this.addWord(readWord(piece), at + from, Math.min(piece.length, raw.length - from));
    return raw.length;
  }

  private addWord(word: Word, at: number, length: number): void {
    const [first = [], ...rest] = word.readings;
    const others =
      first.length === 1 ? rest.flatMap((reading) => (reading.length === 1 ? reading : [])) : noOthers;
    const shared = {
      kind: 'word',
      raw: word.raw,
      others,
      unmarked: word.unmarked,
      decoded: word.decoded,
    } as const;
    for (const reading of first) this.push(shared, reading, at, at + length);
  }

  private push(
    shared: Pick<Token, 'kind' | 'raw' | 'others' | 'unmarked' | 'decoded'>,
    reading: Reading,
    from: number,
    to: number,
  ): void {
    const start = this.folded.startOf(from);
    const end = this.folded.endOf(to - 1);
    const { marked, shapes, plain, tone } = reading;
    this.tokens.push({ ...shared, marked, shapes, plain, tone, sentence: this.sentence, start, end });
  }
}

/** "11t", "7tuổi", "2me": a number and a word grown together, unless they are keyboard leftovers. */
function apart(raw: string): readonly (readonly [string, number])[] {
  const found = /^(\p{N}{1,4})([\p{L}]+)$/u.exec(raw);
  if (found === null) return [[raw, 0]];
  const digits = found[1] ?? '';
  if (found[2] === 't')
    return [
      [digits, 0],
      ['tuổi', digits.length],
    ];
  return [
    [digits, 0],
    [found[2] ?? '', digits.length],
  ];
}

/** "c h ế t", "đ.á.n.h": letters set apart to slip past filters, joined when they make a syllable. */
function joinLetters(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some((token, i) => isLone(token) && isLone(tokens[i + 1]) && isLone(tokens[i + 2])))
    return tokens;
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const joined = joinFrom(tokens, i);
    if (joined === undefined) out.push(...tokens.slice(i, ++i));
    else {
      out.push(joined.token);
      i += joined.count;
    }
  }
  return out;
}

function isLone(token: Token | undefined): boolean {
  return token !== undefined && token.kind === 'word' && /^\p{L}$/u.test(token.raw);
}

function joinFrom(tokens: readonly Token[], from: number): { token: Token; count: number } | undefined {
  for (let count = Math.min(6, tokens.length - from); count >= 2; count--) {
    const run = tokens.slice(from, from + count);
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined || !run.every(isLone)) continue;
    const raw = run.map((token) => token.raw).join('');
    const isWord = count >= 3 ? isSyllable(raw) : isMarkedSyllable(raw) && !/^[a-z]+$/u.test(raw);
    if (isWord) {
      const reading = readWord(raw).readings[0]?.[0];
      if (reading !== undefined)
        return { token: { ...first, ...reading, raw, others: noOthers, end: last.end }, count };
    }
  }
  return undefined;
}

function share(tokens: readonly Token[]): number {
  let words = 0;
  let marked = 0;
  for (const token of tokens) {
    if (token.kind !== 'word' || token.raw.length < 2) continue;
    words += 1;
    if (!token.unmarked && !token.decoded) marked += 1;
  }
  return words === 0 ? 0 : marked / words;
}

/** Views of a message for understanding; the original is never thrown away. */
export function normalise(original: string): Normalised {
  const reader = new Reader(fold(original.slice(0, longestRead)));
  reader.read();
  const tokens = joinLetters(reader.tokens);
  let marked = '';
  let plain = '';
  for (const token of tokens) {
    marked += marked === '' ? token.marked : ` ${token.marked}`;
    plain += plain === '' ? token.plain : ` ${token.plain}`;
  }
  return { original, tokens, marked, plain, markedShare: share(tokens) };
}
