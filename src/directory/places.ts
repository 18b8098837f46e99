import type { PlaceFound, Unit, UnitKey } from '../domain/place.ts';
import { findPlace } from './find-place.ts';
import { buildIndex, type PlaceIndex } from './place-index.ts';
import type { PlaceRows } from './rows.ts';

/** The communes of the province, then and now, and what people call them. */
export class Places {
  private readonly index: PlaceIndex;

  constructor(rows: PlaceRows) {
    this.index = buildIndex(rows);
  }

  find(said: string): PlaceFound {
    return findPlace(this.index, said);
  }

  unit(key: UnitKey): Unit | undefined {
    return this.index.units.get(unitId(key));
  }

  /** All units of a vintage, for lists and statistics. */
  all(vintage: UnitKey['vintage']): readonly Unit[] {
    return [...this.index.units.values()].filter((unit) => unit.vintage === vintage);
  }
}

function unitId(key: UnitKey): string {
  return `${key.vintage}-${key.code}`;
}
