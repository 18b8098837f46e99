import type { Agency, Need } from '../domain/agency.ts';
import type { UnitKey } from '../domain/place.ts';
import { sameUnit } from '../domain/place.ts';

export interface Found {
  readonly agency: Agency;
  /** True if its number must be shown with a warning that it is not confirmed, or not at all. */
  readonly unconfirmed: boolean;
}

/** The agencies for a need at a place, nearest first; the national lines are always among them. */
export function agenciesFor(
  agencies: readonly Agency[],
  need: Need,
  place: readonly UnitKey[],
): readonly Found[] {
  return agencies
    .filter((agency) => agency.needs.includes(need) && covers(agency, place))
    .sort((a, b) => rank[a.covers.kind] - rank[b.covers.kind])
    .map((agency) => ({ agency, unconfirmed: agency.status.kind === 'unconfirmed' }));
}

const rank = { units: 1, province: 2, national: 0 } as const;

function covers({ covers: area }: Agency, place: readonly UnitKey[]): boolean {
  if (area.kind !== 'units') return true;
  return area.units.some((unit) => place.some((one) => sameUnit(one, unit)));
}
