/**
 * Patterns as people write them: words, `{lists}`, `(this|or that)`, `..` for up to three words
 * between, `...` for up to eight, `?` after a part that may be missing, `!` after the core.
 */
export interface Part {
  /** Name of a word list, or the phrases themselves. */
  readonly list?: string;
  readonly phrases?: readonly string[];
  readonly optional: boolean;
  readonly core: boolean;
  /** Words that may stand between the part before and this one. */
  readonly gap: number;
}

const shortGap = 3;
const longGap = 8;
const part = /\{([a-z_]+)\}([?!]*)|\(([^()]+)\)([?!]*)|(\.{2,3})(?=\s|$)|([^\s(){}?!]+)([?!]*)/uy;

type Parsed =
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'fault'; readonly fault: string };

export function parsePattern(text: string): Parsed {
  const parts: Part[] = [];
  let gap = 0;
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    part.lastIndex = at;
    const found = part.exec(text);
    if (found === null) return { kind: 'fault', fault: `cannot read the pattern at "${text.slice(at)}"` };
    at = part.lastIndex;
    if (found[5] !== undefined) gap = found[5].length === 2 ? shortGap : longGap;
    else {
      parts.push(toPart(found, gap));
      gap = 0;
    }
  }
  if (parts.every(({ optional }) => optional))
    return { kind: 'fault', fault: 'the pattern needs a part that must be there' };
  return { kind: 'parts', parts };
}

function toPart(found: RegExpExecArray, gap: number): Part {
  const flags = found[2] ?? found[4] ?? found[7] ?? '';
  const shared = { optional: flags.includes('?'), core: flags.includes('!'), gap };
  if (found[1] !== undefined) return { list: found[1], ...shared };
  if (found[3] !== undefined)
    return { phrases: found[3].split('|').map((phrase) => phrase.trim()), ...shared };
  return { phrases: [found[6] ?? ''], ...shared };
}

/** What is wrong with a pattern, if anything. */
export function checkPattern(text: string, words: Readonly<Record<string, unknown>>): string | undefined {
  const parsed = parsePattern(text);
  if (parsed.kind === 'fault') return parsed.fault;
  const named = parsed.parts.flatMap(({ list, phrases = [] }) => [list, ...phrases.map(listNamed)]);
  const missing = named.find((list) => list !== undefined && words[list] === undefined);
  if (missing !== undefined) return `no word list "${missing}"`;
  const odd = parsed.parts
    .flatMap(({ phrases = [] }) => phrases)
    .find((phrase) => /[{}.]/u.test(phrase) && listNamed(phrase) === undefined);
  return odd === undefined ? undefined : `"${odd}" cannot stand between bars`;
}

/** The list that a phrase such as "{self}" stands for. */
export function listNamed(phrase: string): string | undefined {
  return /^\{([a-z_]+)\}$/u.exec(phrase)?.[1];
}

/** Every way to leave optional parts out; a gap before a missing part passes to the next. */
export function variants(parts: readonly Part[]): readonly (readonly Part[])[] {
  let out: (readonly Part[])[] = [[]];
  for (const [i, one] of parts.entries()) {
    const withIt = out.map((before) => [...before, one]);
    out = one.optional ? [...withIt, ...out.map((before) => passGap(before, parts, i))] : withIt;
  }
  return out.filter((variant) => variant.length > 0).map(settle);
}

interface Pending extends Part {
  readonly pending?: number;
}

function passGap(before: readonly Part[], parts: readonly Part[], i: number): readonly Part[] {
  const gap = parts[i]?.gap ?? 0;
  const last = before.at(-1);
  if (gap === 0 || last === undefined) return before;
  const carried: Pending = { ...last, pending: gap };
  return [...before.slice(0, -1), carried];
}

function settle(variant: readonly Pending[]): readonly Part[] {
  return variant.map((one, i) => ({
    ...one,
    gap: i === 0 ? 0 : Math.max(one.gap, variant[i - 1]?.pending ?? 0),
  }));
}
