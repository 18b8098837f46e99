import { createHash } from 'node:crypto';
import type { Intent } from '../../domain/intent.ts';
import { compareUrgency, type Urgency } from '../../domain/urgency.ts';
import { type Normalised, normalise } from '../normalise/normalise.ts';
import { bare, type Found, Lexicon } from './lexicon.ts';
import { type Compiled, compile, type Match, Matcher, type Words } from './match.ts';
import type { SafetyRules } from './parse.ts';
import type { Guard, Rule } from './schema.ts';

/** A rule that matched. When `needsSupport`, it counts only with a second signal. */
export interface RuleSign {
  readonly id: string;
  readonly intent: Intent;
  readonly urgency: Urgency;
  readonly needsSupport: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Screening {
  readonly message: Normalised;
  readonly signs: readonly RuleSign[];
  /** What of the word lists was found; input of the classifier. */
  readonly found: Found;
  /** 1 for each token inside a harmless compound. */
  readonly masked: Uint8Array;
}

interface CompiledGuard {
  readonly guard: Guard;
  readonly patterns: readonly Compiled[];
  readonly unless: readonly Compiled[];
}

interface CompiledRule {
  readonly rule: Rule;
  readonly guards: readonly CompiledGuard[];
}

interface Candidate {
  readonly rule: CompiledRule;
  readonly pattern: Compiled;
}

/** Finds the signs of danger of one rule set in a message, in time linear in its length. */
export class Screen {
  readonly version: string;
  readonly lexicon: Lexicon;
  /** Numbers of the lists that have a name, by name. */
  readonly named: ReadonlyMap<string, number>;
  private readonly masks: readonly Compiled[];
  private readonly byAnchor = new Map<number, Candidate[]>();

  constructor(rules: SafetyRules) {
    this.version = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
    this.lexicon = new Lexicon(rules.plainWords);
    const words: Words = { lexicon: this.lexicon, lists: rules.words };
    this.named = new Map(
      Object.entries(rules.words).map(([name, list]) => [name, this.lexicon.list(`{${name}}`, list)]),
    );
    this.masks = rules.masks.flatMap((pattern) => compile(pattern, words));
    const guards = rules.guards.map((guard) => compileGuard(guard, words));
    for (const rule of rules.rules) this.index(rule, guards, words);
  }

  private index(rule: Rule, guards: readonly CompiledGuard[], words: Words): void {
    const compiled = { rule, guards: guards.filter(({ guard }) => rule.heeds.includes(guard.id)) };
    for (const pattern of rule.patterns.flatMap((text) => compile(text, words))) {
      const known = this.byAnchor.get(pattern.anchor);
      if (known === undefined) this.byAnchor.set(pattern.anchor, [{ rule: compiled, pattern }]);
      else known.push({ rule: compiled, pattern });
    }
  }

  screen(text: string | Normalised): Screening {
    const message = typeof text === 'string' ? normalise(text) : text;
    const found = this.lexicon.find(message);
    const masked = this.mask(message, found);
    const matcher = new Matcher(message.tokens, found, masked);
    const open = new Matcher(message.tokens, found, new Uint8Array(message.tokens.length));
    const signs = new Map<string, RuleSign>();
    for (const list of found.lists) {
      for (const candidate of this.byAnchor.get(list) ?? []) {
        if (matcher.possible(candidate.pattern)) this.run(candidate, { message, matcher, open, signs });
      }
    }
    return { message, signs: [...signs.values()].sort(byUrgency), found, masked };
  }

  private mask(message: Normalised, found: Found): Uint8Array {
    const masked = new Uint8Array(message.tokens.length);
    const matcher = new Matcher(message.tokens, found, masked);
    const spans: Match[] = [];
    for (const pattern of this.masks) {
      if (matcher.possible(pattern))
        matcher.matches(pattern, (match) => {
          spans.push(match);
          return false;
        });
    }
    for (const span of spans) masked.fill(1, span.coreStart, span.coreEnd);
    return masked;
  }

  private run({ rule: { rule, guards }, pattern }: Candidate, run: Run): void {
    run.matcher.matches(pattern, (match) => {
      const urgency = guarded(rule.urgency, match, guards, run);
      if (urgency === 'routine') return false;
      const needsSupport =
        rule.needsSupport === 'always' || (rule.needsSupport === 'unmarked' && match.sureness === bare);
      keep(run.signs, {
        id: rule.id,
        intent: rule.intent,
        urgency,
        needsSupport,
        ...span(run.message, match),
      });
      return urgency === rule.urgency && !needsSupport;
    });
  }
}

interface Run {
  readonly message: Normalised;
  readonly matcher: Matcher;
  /** Sees masked words too: guards look at everything. */
  readonly open: Matcher;
  readonly signs: Map<string, RuleSign>;
}

function compileGuard(guard: Guard, words: Words): CompiledGuard {
  const ready = (patterns: readonly string[]): readonly Compiled[] =>
    patterns.flatMap((text) => compile(text, words));
  return { guard, patterns: ready(guard.patterns), unless: ready(guard.unless) };
}

function span({ tokens }: Normalised, match: Match): { start: number; end: number } {
  return { start: tokens[match.start]?.start ?? 0, end: tokens[match.end - 1]?.end ?? 0 };
}

function byUrgency(a: RuleSign, b: RuleSign): number {
  return compareUrgency(b.urgency, a.urgency) || a.start - b.start || (a.id < b.id ? -1 : 1);
}

/** Keeps the weightiest finding of each rule. */
function keep(signs: Map<string, RuleSign>, sign: RuleSign): void {
  const known = signs.get(sign.id);
  const weight = (one: RuleSign): number =>
    (one.needsSupport ? 0 : 4) + compareUrgency(one.urgency, 'routine');
  if (known === undefined || weight(sign) > weight(known)) signs.set(sign.id, sign);
}

function guarded(urgency: Urgency, match: Match, guards: readonly CompiledGuard[], run: Run): Urgency {
  let so = urgency;
  for (const one of guards) {
    if (compareUrgency(one.guard.lowersTo, so) < 0 && applies(one, match, run)) so = one.guard.lowersTo;
  }
  return so;
}

function applies(one: CompiledGuard, match: Match, run: Run): boolean {
  if (!one.patterns.some((pattern) => near(pattern, one.guard, match, run))) return false;
  const anywhere: Guard = { ...one.guard, where: 'sentence' };
  return !one.unless.some((pattern) => near(pattern, anywhere, match, run));
}

function near(pattern: Compiled, guard: Guard, match: Match, { open, message }: Run): boolean {
  if (!open.possible(pattern)) return false;
  const sentence = message.tokens[match.start]?.sentence;
  let hit = false;
  open.matches(pattern, (found) => {
    if (message.tokens[found.start]?.sentence !== sentence) return false;
    hit = isPlaced(found, guard, match);
    return hit;
  });
  return hit;
}

function isPlaced(found: Match, guard: Guard, match: Match): boolean {
  switch (guard.where) {
    case 'before':
      return found.end <= match.coreStart && match.coreStart - found.end <= guard.reach;
    case 'after':
      return found.start >= match.coreEnd && found.start - match.coreEnd <= guard.reach;
    case 'sentence':
      return true;
  }
}
