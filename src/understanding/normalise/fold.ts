/** A text in lower case with one code unit a letter, and where in the original each came from. */
export interface Folded {
  readonly text: string;
  /** Where in the original the unit at `at` begins and ends. */
  startOf(at: number): number;
  endOf(at: number): number;
}

// Cyrillic and Greek letters that look like Latin ones, typed to slip past filters.
const lookAlikes = new Map<string, string>(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ѕ: 's',
    ԁ: 'd',
    һ: 'h',
    ј: 'j',
    к: 'k',
    м: 'm',
    т: 't',
    в: 'b',
    н: 'h',
    ь: 'b',
    г: 'r',
    ɡ: 'g',
    ɑ: 'a',
    ı: 'i',
    α: 'a',
    ο: 'o',
    ε: 'e',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ð: 'đ',
    ɖ: 'đ',
    đ: 'đ',
  }),
);

const combining = /\p{M}/u;
// Soft hyphen, joiners, direction marks, variation selectors, fillers: first and last of each range.
const invisibleRanges = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
] as const;

function isInvisible(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return invisibleRanges.some(([first, last]) => code >= first && code <= last);
}

const dropped = 0xffff;
const untabled = 0;

/** One unit for each unit below 0x2000: its folded form, `dropped`, or `untabled`. */
const quick = new Uint16Array(0x2000);
for (let code = 1; code < quick.length; code++) {
  const char = String.fromCharCode(code);
  if (isInvisible(char)) quick[code] = dropped;
  else if (!combining.test(char)) quick[code] = foldOne(char).charCodeAt(0);
}

function foldOne(char: string): string {
  const lower = char.toLowerCase();
  const single = lower.length === 1 ? lower : char;
  return lookAlikes.get(single) ?? single;
}

class Builder {
  private text = '';
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private length = 0;

  constructor(size: number) {
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
  }

  add(unit: string, start: number, end: number): void {
    for (let i = 0; i < unit.length && this.length < this.starts.length; i++) {
      this.text += unit[i];
      this.starts[this.length] = start;
      this.ends[this.length++] = end;
    }
  }

  /** Joins a combining mark to the letter before it; marks that make no letter are dropped. */
  compose(mark: string, end: number): void {
    const last = this.text[this.length - 1];
    if (last === undefined) return;
    const whole = foldOne((last + mark).normalize('NFC'));
    if (whole.length === 1) this.text = this.text.slice(0, -1) + whole;
    this.ends[this.length - 1] = end;
  }

  done(): Folded {
    const { text, starts, ends } = this;
    return { text, startOf: (at) => starts[at] ?? 0, endOf: (at) => ends[at] ?? 0 };
  }
}

const units = new Uint16Array(1024);
const bytes = Buffer.from(units.buffer);
const same = { startOf: (at: number): number => at, endOf: (at: number): number => at + 1 };

/** The usual case: short, and every unit folds to one unit, so that offsets stay as they are. */
function foldQuickly(original: string): Folded | undefined {
  if (original.length > units.length) return undefined;
  for (let at = 0; at < original.length; at++) {
    const code = original.charCodeAt(at);
    const unit = code < quick.length ? (quick[code] ?? untabled) : untabled;
    if (unit === dropped || unit === untabled) return undefined;
    units[at] = unit;
  }
  return { text: bytes.toString('utf16le', 0, original.length * 2), ...same };
}

/** NFC, lower case, look-alikes and full width to Latin, invisible characters dropped. */
export function fold(original: string): Folded {
  return foldQuickly(original) ?? foldSlowly(original);
}

function foldSlowly(original: string): Folded {
  const out = new Builder(original.length * 4 + 4);
  for (let at = 0; at < original.length; at++) {
    const code = original.charCodeAt(at);
    const unit = code < quick.length ? (quick[code] ?? untabled) : untabled;
    if (unit === dropped) continue;
    if (unit !== untabled) out.add(String.fromCharCode(unit), at, at + 1);
    else at += foldRare(original, at, out) - 1;
  }
  return out.done();
}

function foldRare(original: string, at: number, out: Builder): number {
  const char = String.fromCodePoint(original.codePointAt(at) ?? 0xfffd);
  const end = at + char.length;
  if (combining.test(char)) out.compose(char, end);
  else if (!isInvisible(char)) {
    // Compatibility forms (full width, mathematical letters) become plain ones; emoji stay whole.
    const plain = /\p{Extended_Pictographic}/u.test(char) ? char : char.normalize('NFKC').slice(0, 4);
    if (plain === char) out.add(char, at, end);
    else for (const one of plain) out.add(foldOne(one), at, end);
  }
  return char.length;
}
