import type { Unit, UnitKey } from '../../domain/place.ts';
import { buttonValue, show } from '../buttons.ts';
import type { Button } from '../effect.ts';
import { type Meaning, matchWhole, matchWithin } from '../match.ts';
import type { Run } from '../run.ts';
import { type Heard, kept, type Told } from './behaviour.ts';

const none = 'none';

export interface Several {
  readonly said: string;
  readonly units: readonly UnitKey[];
  /** The old commune that was split into these. */
  readonly split?: UnitKey;
}

/** Offers at most three communes and "none of these". */
export function offerUnits(run: Run, { said, units, split }: Several): Heard {
  const offered = units.slice(0, 3);
  run.patch({
    part: { kind: 'which-place', said, units: offered, ...(split === undefined ? {} : { split }) },
  });
  const buttons: Button[] = offered.map((key) => ({
    value: buttonValue(run, keyOf(key)),
    label: nameOf(run, key),
  }));
  const last = {
    value: buttonValue(run, none),
    label: run.label(split === undefined ? 'answers.none' : 'answers.unsure').label,
  };
  const params = {
    count: offered.length,
    place: split === undefined ? '' : (run.turn.places.unit(split)?.name ?? ''),
  };
  const key = split === undefined ? 'engine.choose-place' : 'engine.choose-split';
  run.say(key, { ...show(run, [...buttons, last], []), params, hint: 'place' });
  return kept;
}

/** Which of the offered units is meant, by button, number, name, district or "none of these". */
export function chooseUnit(
  run: Run,
  told: Told,
  units: readonly UnitKey[],
): UnitKey | typeof none | undefined {
  if (told.kind === 'files') return undefined;
  const meanings = [...units.map((key, index) => meaningOf(run, key, index)), noneOf(run, units.length)];
  const value =
    told.kind === 'value'
      ? told.value
      : (matchWhole(told.text, meanings) ?? only(matchWithin(told.text, meanings)));
  if (value === none) return none;
  return units.find((key) => keyOf(key) === value);
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function meaningOf(run: Run, key: UnitKey, index: number): Meaning {
  const unit = run.turn.places.unit(key);
  const names =
    unit === undefined ? [] : [nameOf(run, key), `${unit.type} ${unit.name}`, unit.name, ...districts(unit)];
  return { value: keyOf(key), phrases: [String(index + 1), ...names] };
}

function districts(unit: Unit): readonly string[] {
  if (unit.district === '') return [];
  return [unit.district, unit.district.replace(/^(Huyện|Thị xã|Thành phố) /u, '')];
}

function noneOf(run: Run, count: number): Meaning {
  const phrases = ['none', 'no', 'unsure'].flatMap((name) => {
    const { label, accept } = run.label(`answers.${name}`);
    return [label, ...accept];
  });
  return { value: none, phrases: [String(count + 1), ...phrases] };
}

export function keyOf(key: UnitKey): string {
  return `${key.vintage}-${key.code}`;
}

/** "Tân Lập, Yên Mỹ", short enough for a button. */
export function nameOf(run: Run, key: UnitKey): string {
  const unit = run.turn.places.unit(key);
  if (unit === undefined) return key.code;
  const district = unit.district.replace(/^(Huyện|Thị xã|Thành phố) /u, '');
  return district === '' ? `${unit.type} ${unit.name}` : `${unit.name}, ${district}`;
}
