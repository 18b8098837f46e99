import { spell, withTone } from './letters.ts';
import { isMarkedSyllable, syllable } from './syllable.ts';

const telexTone: Readonly<Record<string, number>> = { s: 1, f: 2, r: 3, x: 4, j: 5 };
const telexShapes: readonly (readonly [RegExp, string])[] = [
  [/dd/u, 'đ'],
  [/^d(.*)d$/u, 'đ$1'],
  [/uow|uwow|uwo/u, 'ươ'],
  [/aa/u, 'â'],
  [/aw/u, 'ă'],
  [/ee/u, 'ê'],
  [/oo/u, 'ô'],
  [/ow/u, 'ơ'],
  [/uw/u, 'ư'],
  [/^(.*)uo(.*)w$/u, '$1ươ$2'],
  [/^(.*)a(.*)a$/u, '$1â$2'],
  [/^(.*)o(.*)o$/u, '$1ô$2'],
  [/^(.*)e(.*)e$/u, '$1ê$2'],
  [/^(.*)a(.*)w$/u, '$1ă$2'],
  [/^(.*)o(.*)w$/u, '$1ơ$2'],
  [/^(.*)u(.*)w$/u, '$1ư$2'],
];

function tidy(shapes: string, tone: number): string | undefined {
  const vowel = /[aăâeêioôơuưy]/u.exec(shapes);
  if (vowel === null) return undefined;
  const toned = shapes.slice(0, vowel.index) + withTone(vowel[0], tone) + shapes.slice(vowel.index + 1);
  const word = syllable(toned).marked;
  return isMarkedSyllable(word) ? word : undefined;
}

/** Reads keys left over from a Telex keyboard: "dduwowcj" is "được". */
export function fromTelex(word: string): string | undefined {
  if (!/[sfrxjwd]|aa|ee|oo/u.test(word) || !/^[a-zđ]{2,12}$/u.test(word)) return undefined;
  let rest = word;
  let tone = 0;
  const key = /^(.*[aeiouy].*)([sfrxj])(.*)$/u.exec(rest);
  if (key !== null && (key[3] ?? '').length <= 3) {
    rest = (key[1] ?? '') + (key[3] ?? '');
    tone = telexTone[key[2] ?? ''] ?? 0;
  }
  for (const [from, to] of telexShapes) rest = rest.replace(from, to);
  if (rest === word) return undefined;
  return tidy(rest, tone);
}

const vniShapes: readonly (readonly [RegExp, string])[] = [
  [/^d(.*)9/u, 'đ$1'],
  [/u7o7/u, 'ươ'],
  [/uo(.*)7/u, 'ươ$1'],
  [/u(.*)o(.*)7/u, 'ư$1ơ$2'],
  [/o([^0-9]*)7/u, 'ơ$1'],
  [/u([^0-9]*)7/u, 'ư$1'],
  [/a([^0-9]*)8/u, 'ă$1'],
  [/ye([^0-9]*)6/u, 'yê$1'],
  [/ie([^0-9]*)6/u, 'iê$1'],
  [/uo([^0-9]*)6/u, 'uô$1'],
  [/a([^0-9]*)6/u, 'â$1'],
  [/e([^0-9]*)6/u, 'ê$1'],
  [/o([^0-9]*)6/u, 'ô$1'],
];

/** Reads digits left over from a VNI keyboard: "khong6" is "không", "d9anh1" is "đánh". */
export function fromVni(word: string): string | undefined {
  if (!/^[a-zđ]+[0-9]/u.test(word) || word.length > 12) return undefined;
  let rest = word;
  let tone = 0;
  const key = /^(.*?)([1-5])(.*)$/u.exec(rest);
  if (key !== null) {
    rest = (key[1] ?? '') + (key[3] ?? '');
    tone = Number(key[2]);
  }
  for (const [from, to] of vniShapes) rest = rest.replace(from, to);
  return /[0-9]/u.test(rest) ? undefined : tidy(rest, tone);
}

/** A tone digit alone ("lop4", "nam3") may be a number; shape digits are surely VNI. */
export function isSureVni(word: string): boolean {
  return (
    /[6-9]/u.test(word.replace(/[0-9]$/u, '')) || /[aeou][a-z]*[678]$/u.test(word) || /^d[a-z]*9/u.test(word)
  );
}

export function plainOf(word: string): string {
  return spell(word).plain;
}
