import type { Answer } from '../../domain/answer.ts';
import { offersOf, show } from '../buttons.ts';
import type { Button, InputHint } from '../effect.ts';
import type { Run } from '../run.ts';
import type { Offer } from './common.ts';

/** What all questions have in common. */
export interface Question {
  readonly save: string;
  readonly skippable: boolean;
  readonly skip?: string | undefined;
  readonly next?: string | undefined;
  readonly offer: readonly Offer[];
  readonly secret?: boolean | undefined;
}

export const skipped: Answer = { kind: 'skipped' };

/** The offers as buttons: skipping is never offered where it is not allowed. */
export function offered(run: Run, step: Question): readonly Button[] {
  return offersOf(run, step.skippable ? step.offer : step.offer.filter((offer) => offer !== 'skip'));
}

/** Asks a question that has no choices of its own. */
export function askOpen(run: Run, step: Question, hint: InputHint): void {
  run.say(run.key('ask'), { ...show(run, [], offered(run, step)), hint, secret: step.secret === true });
}
