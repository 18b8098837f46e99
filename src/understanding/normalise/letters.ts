/** Tone marks as digits, after their keys in VNI: 1 acute, 2 grave, 3 hook, 4 tilde, 5 dot below. */
const toneOfMark: Readonly<Record<string, number>> = {
  '\u0301': 1,
  '\u0300': 2,
  '\u0309': 3,
  '\u0303': 4,
  '\u0323': 5,
};
const markOfTone = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'] as const;

interface Letter {
  /** The letter without its tone but with its own shape: â, ă, đ, ơ ... */
  readonly shape: string;
  readonly plain: string;
  readonly tone: number;
}

function analyse(char: string): Letter {
  let shape = '';
  let tone = 0;
  for (const part of char.normalize('NFD')) {
    const mark = toneOfMark[part];
    if (mark === undefined) shape += part;
    else tone = mark;
  }
  shape = shape.normalize('NFC');
  const plain = shape === 'đ' ? 'd' : shape.normalize('NFD').replace(/\p{M}/gu, '');
  return { shape, plain, tone };
}

const vietnamese = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
const table = new Map<string, Letter>();
for (const shape of vietnamese) {
  for (const mark of markOfTone) {
    const char = (shape + mark).normalize('NFC');
    if (char.length === 1) table.set(char, analyse(char));
  }
}

export function letter(char: string): Letter {
  return table.get(char) ?? { shape: char, plain: char, tone: 0 };
}

/** Puts a tone on a vowel: ('ơ', 5) gives 'ợ'. */
export function withTone(shape: string, tone: number): string {
  return (shape + (markOfTone[tone] ?? '')).normalize('NFC');
}

export interface Spelt {
  readonly shapes: string;
  readonly plain: string;
  readonly tone: number;
}

/** Takes the tone out of a lower-case word; `plain` has no marks at all. */
export function spell(word: string): Spelt {
  let shapes = '';
  let plain = '';
  let tone = 0;
  for (const char of word) {
    const found = letter(char);
    shapes += found.shape;
    plain += found.plain;
    if (found.tone !== 0) tone = found.tone;
  }
  return { shapes, plain, tone };
}
