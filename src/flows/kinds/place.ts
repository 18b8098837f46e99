import { z } from 'zod';
import type { PlaceFound, UnitKey } from '../../domain/place.ts';
import { plainIntent } from '../match.ts';
import type { Run } from '../run.ts';
import { type Heard, type Told, unclear } from './behaviour.ts';
import { question, StepName } from './common.ts';
import { askOpen } from './question.ts';
import { chooseUnit, offerUnits } from './which-place.ts';

/** Asks for a commune by free text; several possible ones are offered to choose from, unknown ones kept as said. */
export const PlaceStep = z.strictObject({
  kind: z.literal('place'),
  ...question,
  next: StepName,
});
export type PlaceStep = Readonly<z.infer<typeof PlaceStep>>;

export function askPlace(step: PlaceStep, run: Run): void {
  askOpen(run, step, 'place');
}

export function hearPlace(step: PlaceStep, told: Told, run: Run): Heard {
  if (told.kind === 'files') return unclear;
  const part = run.frame?.part;
  if (part?.kind === 'which-place') {
    const chosen = chooseUnit(run, told, part.units);
    if (chosen === 'none') return answered(step, part.said, withoutChoice(run, part.split));
    if (chosen !== undefined) return decide(step, run, part.said, unitFound(run, chosen));
  }
  if (told.kind === 'value' || !/\p{L}/u.test(told.text)) return unclear;
  if (plainIntent(told.recognition) === 'unsure') return answered(step, told.text, { kind: 'none' });
  return decide(step, run, told.text, run.turn.places.find(told.text));
}

function decide(step: PlaceStep, run: Run, said: string, found: PlaceFound): Heard {
  if (found.kind === 'candidates') return offerUnits(run, { said, units: found.units });
  if (found.kind === 'unit' && found.now.length > 1)
    return offerUnits(run, { said, units: found.now, split: found.unit });
  if (found.kind === 'none') run.say('engine.place-unknown');
  return answered(step, said, found);
}

function answered(step: PlaceStep, said: string, found: PlaceFound): Heard {
  return { kind: 'answered', answer: { kind: 'place', said, found }, next: step.next };
}

function unitFound(run: Run, key: UnitKey): PlaceFound {
  return { kind: 'unit', unit: key, now: run.turn.places.unit(key)?.now ?? [key] };
}

/** "None of these": of the parts of a split commune, it is still that commune. */
function withoutChoice(run: Run, split: UnitKey | undefined): PlaceFound {
  return split === undefined ? { kind: 'none' } : unitFound(run, split);
}
