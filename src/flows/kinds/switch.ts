import { z } from 'zod';
import { Field } from '../../domain/answer.ts';
import type { Run } from '../run.ts';
import { go, type Move } from './behaviour.ts';
import { anyStep, StepName, Value } from './common.ts';

/**
 * Branches on an earlier answer, or on `voice`, `channel` or `locale`. The first case that fits wins.
 * For answers, the cases `skipped`, `missing` and `told` fit a skipped question, a
 * never-asked one, and one answered in words that are no value.
 */
export const SwitchStep = z.strictObject({
  kind: z.literal('switch'),
  ...anyStep,
  on: Field,
  cases: z.record(Value, StepName),
  next: StepName.describe('where everything else leads'),
});
export type SwitchStep = Readonly<z.infer<typeof SwitchStep>>;

export function enterSwitch(step: SwitchStep, run: Run): Move {
  const values = valuesOf(step.on, run);
  const hit = Object.entries(step.cases).find(([value]) => values.includes(value));
  return go(hit?.[1] ?? step.next);
}

function valuesOf(on: string, run: Run): readonly string[] {
  if (on === 'voice') return [run.state.voice];
  if (on === 'channel') return [run.turn.channel];
  if (on === 'locale') return [run.turn.locale];
  const answer = run.state.answers[on];
  switch (answer?.kind) {
    case undefined:
      return ['missing'];
    case 'skipped':
      return ['skipped'];
    case 'choice':
      return [answer.value];
    case 'choices':
      return answer.values;
    case 'number':
      return [String(answer.value)];
    default:
      return ['told'];
  }
}
