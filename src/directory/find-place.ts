import { type PlaceFound, sameUnit, type UnitKey } from '../domain/place.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import type { PlaceIndex, PlaceName } from './place-index.ts';
import { placeWords } from './place-words.ts';

const none: PlaceFound = { kind: 'none' };

/**
 * Which commune a person means. One sure reading gives a unit, with several units in `now` if it was split;
 * anything less sure gives candidates to choose from.
 */
export function findPlace(index: PlaceIndex, said: string): PlaceFound {
  const mentions = mentionsIn(index, placeWords(said));
  const sure = mentions.filter((mention) => mention.sure);
  const used = best(sure.length > 0 ? sure : mentions);
  const names = used.flatMap((mention) => mention.names);
  if (names.length === 0) return none;
  return decide(names, sure.length > 0);
}

/** Names with their kind ("xã …") are meant before names without. */
function best(mentions: readonly Mention[]): readonly Mention[] {
  const typed = mentions.filter((mention) => mention.typed);
  return typed.length > 0 ? typed : mentions;
}

function decide(names: readonly PlaceName[], sure: boolean): PlaceFound {
  const now = distinct(names.flatMap((name) => name.now));
  if (now.length <= 1 && sure) {
    const [first] = byRank(names);
    return first === undefined ? none : { kind: 'unit', unit: first.unit, now };
  }
  // Someone who names a commune that was split may live in either part.
  const split = names.find(
    (name) => name.rank === 1 && name.now.length > 1 && name.now.length === now.length,
  );
  if (split !== undefined && sure) return { kind: 'unit', unit: split.unit, now };
  const units = distinct(byRank(names).map((name) => name.unit));
  return { kind: 'candidates', units: withoutOldTwins(units, names) };
}

function byRank(names: readonly PlaceName[]): readonly PlaceName[] {
  return [...names].sort((a, b) => a.rank - b.rank);
}

function distinct(units: readonly UnitKey[]): readonly UnitKey[] {
  return units.filter((unit, index) => units.findIndex((other) => sameUnit(unit, other)) === index);
}

/** A unit of 2022 that lies whole in a unit of today that is offered, too, is not offered twice. */
function withoutOldTwins(units: readonly UnitKey[], names: readonly PlaceName[]): readonly UnitKey[] {
  return units.filter((unit, index) => {
    const [now, ...others] = names.find((name) => sameUnit(name.unit, unit))?.now ?? [unit];
    if (now === undefined || others.length > 0 || sameUnit(now, unit))
      return !laterTwin(units, unit, index, names);
    return !units.some(
      (other) => sameUnit(other, now) && names.some((name) => name.rank === 0 && sameUnit(name.unit, other)),
    );
  });
}

/** The name of 2024 and the name of 2022 lead to the same place; the older, smaller unit is the better answer. */
function laterTwin(
  units: readonly UnitKey[],
  unit: UnitKey,
  index: number,
  names: readonly PlaceName[],
): boolean {
  const mine = names.filter((name) => sameUnit(name.unit, unit));
  if (mine.some((name) => name.rank < 2)) return false;
  return units.some(
    (other, at) =>
      at !== index &&
      names.some(
        (name) =>
          name.rank === 1 &&
          sameUnit(name.unit, other) &&
          name.now.length === 1 &&
          name.now.some((now) => sameUnit(now, unit)),
      ),
  );
}
