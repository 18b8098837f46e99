import { agenciesFor } from '../directory/agencies.ts';
import type { Agency } from '../domain/agency.ts';
import { Need } from '../domain/agency.ts';
import type { Answer } from '../domain/answer.ts';
import type { UnitKey } from '../domain/place.ts';

/**
 * The agencies for a place as lines to show. A number that the Centre has not confirmed is never
 * shown; whoever has none left is named without one.
 */
export function agencyLines(
  agencies: readonly Agency[],
  place: Answer | undefined,
  need: string,
): { readonly found: boolean; readonly text: string } {
  const wanted = Need.safeParse(need);
  const found = agenciesFor(agencies, wanted.success ? wanted.data : 'abuse', unitsOf(place));
  const local = found.some(({ agency, unconfirmed }) => agency.covers.kind !== 'national' && !unconfirmed);
  const shown = found.filter(({ unconfirmed }) => !unconfirmed);
  const text = shown
    .map(({ agency }) => (agency.phone === undefined ? agency.name : `${agency.name}:\n${agency.phone}`))
    .join('\n');
  return { found: local, text };
}

function unitsOf(place: Answer | undefined): readonly UnitKey[] {
  if (place?.kind !== 'place') return [];
  if (place.found.kind === 'unit') return [place.found.unit, ...place.found.now];
  return place.found.kind === 'candidates' ? place.found.units : [];
}
