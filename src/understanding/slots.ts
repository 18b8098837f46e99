import words from '../../dialogs/safety/slots.json' with { type: 'json' };
import type { SlotAge, Slots, SlotWho } from '../domain/recognition.ts';
import type { Normalised, Token } from './normalise/normalise.ts';
import { type Atom, type Found, Lexicon } from './rules/lexicon.ts';

type Named = Readonly<Record<string, readonly string[]>>;
type Group = readonly (readonly [value: string, list: number])[];

const lexicon = new Lexicon([]);
const group = (name: string, lists: Named): Group =>
  Object.entries(lists).map(
    ([value, phrases]) => [value, lexicon.list(`${name}.${value}`, phrases)] as const,
  );

const who = group('who', words.who);
const whom = group('whom', words.whom);
const when = group('when', words.when);
const place = group('place', words.place);
const passive = lexicon.list('passive', words.passive);
const age = lexicon.list('age', words.age);
const grade = lexicon.list('grade', words.grade);
const numbers = words.numbers.map((word, i) => [i + 1, lexicon.list(`number.${word}`, [word])] as const);

interface Hit extends Atom {
  readonly value: string;
}

/** What a message already tells, so that it need not be asked again: only what stands in it. */
export function readSlots(message: Normalised): Slots {
  const found = lexicon.find(message);
  const doer = pickWho(hits(who, found), found);
  const sufferer = hits(whom, found).filter(
    (hit) => doer === undefined || hit.end <= doer.start || hit.start >= doer.end,
  );
  const slots = {
    who: doer && said(message, doer),
    whom: said(message, pickWhom(sufferer)),
    age: readAge(message, found),
    when: said(message, longest(hits(when, found))),
    place: readPlace(message, hits(place, found)),
  };
  return Object.fromEntries(Object.entries(slots).filter(([, slot]) => slot !== undefined));
}

function hits(lists: Group, found: Found): readonly Hit[] {
  return lists
    .flatMap(([value, list]) => (found.has(list) ? found.of(list).map((atom) => ({ ...atom, value })) : []))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The doer stands after "bị", or is the first one named. */
function pickWho(all: readonly Hit[], found: Found): Hit | undefined {
  const [mark] = found.has(passive) ? found.of(passive) : [];
  const after =
    mark &&
    all.find(
      ({ start, end }) => start === mark.end || (start > mark.start && start <= mark.end + 1 && end > start),
    );
  return after ?? all[0];
}

/** Someone named as a friend, a child or a pupil says more than "con" or "em", which is also "I". */
function pickWhom(all: readonly Hit[]): Hit | undefined {
  return (
    longest(all.filter(({ value }) => value !== 'self' && value !== 'mother')) ??
    all.find(({ value }) => value === 'self') ??
    all[0]
  );
}

function longest(all: readonly Hit[]): Hit | undefined {
  return all.reduce<Hit | undefined>(
    (so, hit) => (so === undefined || hit.end - hit.start > so.end - so.start ? hit : so),
    undefined,
  );
}

function said(message: Normalised, hit: Hit | undefined): SlotWho | undefined {
  return hit && { value: hit.value, ...between(message, hit.start, hit.end) };
}

function between(
  { original, tokens }: Normalised,
  from: number,
  to: number,
): { text: string; start: number; end: number } {
  const start = tokens[from]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? start;
  return { text: original.slice(start, end), start, end };
}

function readAge(message: Normalised, found: Found): SlotAge | undefined {
  const { tokens } = message;
  for (const { start } of found.has(age) ? found.of(age) : []) {
    const number = numberBefore(tokens, start, found);
    if (number !== undefined && number.value <= 110)
      return { value: number.value, ...between(message, number.from, start + 1) };
  }
  for (const { end } of found.has(grade) ? found.of(grade) : []) {
    const value = Number(tokens[end]?.raw.replace(/\D+$/u, ''));
    // A child in grade 1 is six years old.
    if (value >= 1 && value <= 12) return { value: value + 5, ...between(message, end - 1, end + 1) };
  }
  return undefined;
}

function numberBefore(
  tokens: readonly Token[],
  at: number,
  found: Found,
): { value: number; from: number } | undefined {
  const before = tokens[at - 1];
  if (before?.kind === 'number') return { value: Number(before.raw), from: at - 1 };
  const spelt = numbers.flatMap(([value, list]) =>
    found.has(list)
      ? found
          .of(list)
          .filter(({ end }) => end === at)
          .map(({ start }) => ({ value, from: start }))
      : [],
  );
  return spelt.reduce<{ value: number; from: number } | undefined>(
    (so, one) => (so === undefined || one.from < so.from ? one : so),
    undefined,
  );
}

const nameLength = 4;

/** A marker ("xã", "thôn") with the name behind it: capitalised words, or a number. */
function readPlace(message: Normalised, all: readonly Hit[]): SlotWho | undefined {
  const named = all.map((hit) => ({ hit, end: nameEnd(message, hit.end) }));
  const best =
    named.find(({ hit, end }) => end > hit.end) ??
    named.find(({ hit }) => hit.value === 'home' || hit.value === 'facility' || hit.value === 'school');
  return best && { value: best.hit.value, ...between(message, best.hit.start, best.end) };
}

function nameEnd({ original, tokens }: Normalised, from: number): number {
  let to = from;
  while (to < from + nameLength) {
    const token = tokens[to];
    if (token === undefined || token.sentence !== tokens[from]?.sentence) break;
    const first = original.slice(token.start, token.end)[0] ?? '';
    if (first === first.toLowerCase() && token.kind !== 'number') break;
    to += 1;
  }
  return to;
}
