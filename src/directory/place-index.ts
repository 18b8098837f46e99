import type { Unit, UnitKey } from '../domain/place.ts';
import { lettersOf, placeWords, sounds } from './place-words.ts';
import type { NewUnitRow, PlaceRows } from './rows.ts';

/** A name someone may say, and the unit it leads to. */
export interface PlaceName {
  readonly plain: string;
  readonly type: string;
  /** Plain name of the old district, if the name belongs to one. */
  readonly district: string;
  readonly unit: UnitKey;
  /** The units of today it leads to. */
  readonly now: readonly UnitKey[];
  /** From best to worst: the name of today, the name of 2022, a name in between or of old Thái Bình. */
  readonly rank: 0 | 1 | 2;
}

export interface PlaceIndex {
  readonly units: ReadonlyMap<string, Unit>;
  readonly byPlain: ReadonlyMap<string, readonly PlaceName[]>;
  readonly bySound: ReadonlyMap<string, readonly PlaceName[]>;
  readonly districts: ReadonlySet<string>;
  readonly spellings: readonly Spelling[];
}

/** A plain name with the letters in it, to pass over most names without counting slips. */
export interface Spelling {
  readonly plain: string;
  readonly letters: number;
  readonly names: readonly PlaceName[];
}

/** Districts of old Thái Bình: not in the table of 2022, but people still say them. */
const thaiBinh = [
  'quynh phu',
  'hung ha',
  'dong hung',
  'thai thuy',
  'tien hai',
  'kien xuong',
  'vu thu',
  'thai binh',
];

export function buildIndex(rows: PlaceRows): PlaceIndex {
  const units = new Map<string, Unit>();
  for (const unit of [...oldUnits(rows), ...newUnits(rows)]) units.set(`${unit.vintage}-${unit.code}`, unit);
  const names = [...[...units.values()].map(ownName), ...rows.units2025.flatMap(mergedNames)];
  const districts = new Set([
    ...rows.units2022.map((row) => districtName(row.district_or_blank)),
    ...thaiBinh,
  ]);
  const complete = names.map((name) => joinSplit(name, names));
  const byPlain = group(complete, (name) => name.plain);
  const spellings = [...byPlain].map(([plain, same]) => ({ plain, letters: lettersOf(plain), names: same }));
  return { units, byPlain, bySound: group(complete, soundOf), districts, spellings };
}

function soundOf(name: PlaceName): string {
  return sounds(name.plain.split(' '));
}

function key2025(code: string): UnitKey {
  return { vintage: 2025, code };
}

function oldUnits(rows: PlaceRows): readonly Unit[] {
  const successors = new Map(
    rows.crosswalk.map((row) => [row.code_2022, row.code_2025.split('|').filter((code) => code !== '')]),
  );
  return rows.units2022.map((row) => ({
    vintage: 2022,
    code: row.code,
    name: row.name_vi,
    type: row.type,
    district: row.district_or_blank,
    now: (successors.get(row.code) ?? []).map(key2025),
  }));
}

function newUnits(rows: PlaceRows): readonly Unit[] {
  return rows.units2025.map((row) => ({
    vintage: 2025,
    code: row.code,
    name: row.name_vi,
    type: row.type,
    district: '',
    now: [key2025(row.code)],
  }));
}

function ownName(unit: Unit): PlaceName {
  return {
    plain: placeWords(unit.name).join(' '),
    type: placeWords(unit.type).join(' '),
    district: districtName(unit.district),
    unit: { vintage: unit.vintage, code: unit.code },
    now: unit.now,
    rank: unit.vintage === 2025 ? 0 : 1,
  };
}

export function districtName(district: string): string {
  return placeWords(district)
    .join(' ')
    .replace(/^(huyen|thi xa|thanh pho) /, '');
}

const mergedName = /^(?:một phần |phần còn lại )?(xã|phường|thị trấn) ([^(]+?)(?: \((.+)\))?$/u;

/** The names of 2024 a unit of today was made of, e.g. "xã Tân Tiến (huyện Văn Giang)". */
function mergedNames(row: NewUnitRow): readonly PlaceName[] {
  const unit = key2025(row.code);
  return row.merged_from.split('; ').flatMap((text) => {
    const [, type, name, district] = mergedName.exec(text) ?? [];
    if (type === undefined || name === undefined) return [];
    const plain = placeWords(name).join(' ');
    return [
      {
        plain,
        type: placeWords(type).join(' '),
        district: districtName(district ?? ''),
        unit,
        now: [unit],
        rank: 2 as const,
      },
    ];
  });
}

/** A commune that was split is in the lists of two units of today; its name leads to both. */
function joinSplit(name: PlaceName, names: readonly PlaceName[]): PlaceName {
  if (name.rank !== 2) return name;
  const old = names.find((other) => other.rank === 1 && other.plain === name.plain && other.now.length > 1);
  const isPart = old?.now.some((unit) => unit.code === name.unit.code) ?? false;
  return isPart && old !== undefined ? { ...name, now: old.now } : name;
}

function group(
  names: readonly PlaceName[],
  by: (name: PlaceName) => string,
): ReadonlyMap<string, readonly PlaceName[]> {
  const groups = new Map<string, PlaceName[]>();
  for (const name of names) {
    const list = groups.get(by(name)) ?? [];
    list.push(name);
    groups.set(by(name), list);
  }
  return groups;
}
