import type { Token } from '../normalise/normalise.ts';
import { type Atom, bare, type Found, type Lexicon, type Sureness, sure } from './lexicon.ts';
import { listNamed, type Part, parsePattern, variants } from './pattern.ts';

interface Step {
  readonly list: number;
  readonly gap: number;
  readonly core: boolean;
}

/** A pattern ready to run: its steps, and the lists without which it cannot match. */
export interface Compiled {
  readonly steps: readonly Step[];
  readonly lists: readonly number[];
  /** The list looked at first to rule the pattern out. */
  readonly anchor: number;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly coreStart: number;
  readonly coreEnd: number;
  readonly sureness: Sureness;
}

/** What patterns of one rule set share while they are made ready and run. */
export interface Words {
  readonly lexicon: Lexicon;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

export function compile(text: string, words: Words): readonly Compiled[] {
  const parsed = parsePattern(text);
  if (parsed.kind === 'fault') return [];
  return variants(parsed.parts).map((parts) => compileVariant(parts, words));
}

function compileVariant(parts: readonly Part[], words: Words): Compiled {
  // Without a named core the whole pattern is the core.
  const whole = !parts.some(({ core }) => core);
  const steps = parts.map((part) => ({ list: listOf(part, words), gap: part.gap, core: whole || part.core }));
  const anchor = steps.find(({ core }) => core) ?? steps.at(-1);
  return { steps, lists: [...new Set(steps.map(({ list }) => list))], anchor: anchor?.list ?? 0 };
}

function listOf(part: Part, { lexicon, lists }: Words): number {
  if (part.list !== undefined) return lexicon.list(`{${part.list}}`, lists[part.list] ?? []);
  const phrases = part.phrases ?? [];
  const spelt = phrases.flatMap((phrase) => lists[listNamed(phrase) ?? ''] ?? [phrase]);
  return lexicon.list(phrases.join('|'), [...new Set(spelt)]);
}

/** One try from one place. What failed once is not tried again, so that time stays linear. */
interface Attempt {
  readonly pattern: Compiled;
  readonly failed: Set<number>;
}

/** First place at or after `from` in atoms ordered by start. */
function firstFrom(atoms: readonly Atom[], from: number): number {
  let low = 0;
  let high = atoms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atoms[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Matcher {
  private readonly tokens: readonly Token[];
  private readonly found: Found;
  private readonly masked: Uint8Array;

  constructor(tokens: readonly Token[], found: Found, masked: Uint8Array) {
    this.tokens = tokens;
    this.found = found;
    this.masked = masked;
  }

  possible(pattern: Compiled): boolean {
    for (const list of pattern.lists) if (!this.found.has(list)) return false;
    return true;
  }

  /** Calls `each` for every place the pattern matches, until it answers true. */
  matches(pattern: Compiled, each: (match: Match) => boolean): void {
    const [first] = pattern.steps;
    if (first === undefined) return;
    for (const atom of this.found.of(first.list)) {
      if (this.isMasked(atom)) continue;
      const ends = first.core ? { coreStart: atom.start, coreEnd: atom.end } : { coreStart: -1, coreEnd: -1 };
      const from = { start: atom.start, end: atom.end, sureness: this.sureness(first, atom), ...ends };
      const match = this.follow({ pattern, failed: new Set() }, 1, from);
      if (match !== undefined && each(match)) return;
    }
  }

  private follow(attempt: Attempt, at: number, so: Match): Match | undefined {
    const step = attempt.pattern.steps[at];
    if (step === undefined) return so.coreStart < 0 ? { ...so, coreStart: so.start, coreEnd: so.end } : so;
    const state = so.end * 32 + at;
    if (attempt.failed.has(state)) return undefined;
    const atoms = this.found.of(step.list);
    for (let i = firstFrom(atoms, so.end); i < atoms.length; i++) {
      const atom = atoms[i];
      if (atom === undefined || atom.start > so.end + step.gap) break;
      if (this.isMasked(atom) || this.sentence(atom.end - 1) !== this.sentence(so.start)) continue;
      const done = this.follow(attempt, at + 1, this.extend(so, step, atom));
      if (done !== undefined) return done;
    }
    attempt.failed.add(state);
    return undefined;
  }

  private extend(so: Match, step: Step, atom: Atom): Match {
    const sureness = this.sureness(step, atom) === bare ? bare : so.sureness;
    if (!step.core) return { ...so, end: atom.end, sureness };
    return {
      start: so.start,
      end: atom.end,
      sureness,
      coreStart: so.coreStart < 0 ? atom.start : so.coreStart,
      coreEnd: atom.end,
    };
  }

  private sureness(step: Step, atom: Atom): Sureness {
    return step.core ? atom.sureness : sure;
  }

  private sentence(token: number): number {
    return this.tokens[token]?.sentence ?? -1;
  }

  private isMasked(atom: Atom): boolean {
    for (let i = atom.start; i < atom.end; i++) if (this.masked[i] === 1) return true;
    return false;
  }
}
