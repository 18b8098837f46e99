import { letter, spell, withTone } from './letters.ts';

const onsets = [
  'ngh',
  'ng',
  'nh',
  'ch',
  'gh',
  'gi',
  'kh',
  'ph',
  'qu',
  'th',
  'tr',
  'b',
  'c',
  'd',
  'đ',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'x',
  '',
] as const;

const rimes = new Set(
  (
    'a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây ' +
    'e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu ' +
    'o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ' +
    'ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ ' +
    'uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưng ' +
    'ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu'
  ).split(' '),
);
const plainRimes = new Set([...rimes].map((rime) => spell(rime).plain));
const stops = /(?:[cpt]|ch)$/u;

export interface Syllable {
  /** With its tone in one fixed place, so that "hoà" and "hòa" are the same. */
  readonly marked: string;
  readonly shapes: string;
  readonly plain: string;
  readonly tone: number;
}

function split(shapes: string, known: ReadonlySet<string>): readonly [string, string] | undefined {
  for (const onset of onsets) {
    const rime = shapes.slice(onset.length);
    if (shapes.startsWith(onset) && known.has(rime)) return [onset, rime];
  }
  return undefined;
}

/** True for what could be a Vietnamese syllable, typed with or without its marks. */
export function isSyllable(word: string): boolean {
  const { shapes, plain, tone } = spell(word);
  const found = split(shapes, rimes) ?? (tone === 0 ? split(plain, plainRimes) : undefined);
  if (found === undefined) return split(plain, plainRimes) !== undefined && !stops.test(plain);
  return !(stops.test(found[1]) && (tone === 2 || tone === 3 || tone === 4));
}

/** Strict: every mark makes sense together. */
export function isMarkedSyllable(word: string): boolean {
  const { shapes, tone } = spell(word);
  const found = split(shapes, rimes);
  if (found === undefined) return false;
  return !(stops.test(found[1]) && tone !== 1 && tone !== 5);
}

/** Where the tone is written, counted within the rime (old style: "hòa", "thủy"). */
function tonePlace(rime: string): number {
  for (let i = rime.length - 1; i >= 0; i--) if ('ăâêôơ'.includes(rime[i] ?? '-')) return i;
  const u = rime.indexOf('ư');
  if (u >= 0) return u;
  const vowels = /^[aeiouy]+/u.exec(rime)?.[0] ?? '';
  if (vowels.length === 1) return 0;
  if (vowels.length === 3) return 1;
  return vowels.length < rime.length ? 1 : 0;
}

export function syllable(word: string): Syllable {
  const { shapes, plain, tone } = spell(word);
  if (tone === 0) return { marked: shapes, shapes, plain, tone };
  const found = split(shapes, rimes) ?? split(plain, plainRimes);
  if (found === undefined) return { marked: word, shapes, plain, tone };
  const at = found[0].length + tonePlace(shapes.slice(found[0].length));
  const marked = shapes.slice(0, at) + withTone(shapes[at] ?? '', tone) + shapes.slice(at + 1);
  return { marked, shapes, plain, tone };
}

/** True when no letter carries a mark of any kind. */
export function isUnmarked(word: string): boolean {
  for (const char of word) if (letter(char).plain !== char) return false;
  return true;
}
