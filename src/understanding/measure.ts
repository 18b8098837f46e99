import { z } from 'zod';
import { Intent } from '../domain/intent.ts';
import type { Recognition } from '../domain/recognition.ts';
import { isHard, Urgency } from '../domain/urgency.ts';

/** One line of an evaluation file. `urgent` is what gates count; `kind` and `register` group. */
export const Labelled = z.looseObject({
  text: z.string(),
  label: Intent.optional(),
  urgent: z.boolean().optional(),
  urgency: Urgency.optional(),
  register: z.string().optional(),
  kind: z.string().optional(),
});
export type Labelled = Readonly<z.infer<typeof Labelled>>;

export interface Outcome {
  readonly expected: Labelled;
  readonly got: Recognition;
}

export interface Rate {
  readonly hits: number;
  readonly of: number;
  readonly rate: number;
}

export function rate<T>(items: readonly T[], isHit: (item: T) => boolean): Rate {
  const hits = items.filter(isHit).length;
  return { hits, of: items.length, rate: items.length === 0 ? Number.NaN : hits / items.length };
}

export function isUrgent({ urgent, urgency }: Labelled): boolean {
  return urgent ?? (urgency !== undefined && isHard(urgency));
}

const raisedHard = ({ got }: Outcome): boolean => isHard(got.urgency);
const raised = ({ got }: Outcome): boolean => got.urgency !== 'routine';

/** Everything the gates ask for, over one set of outcomes. */
export interface Measures {
  readonly hardRecall: Rate;
  readonly hardOrSoftRecall: Rate;
  readonly hardRecallByLabel: ReadonlyMap<string, Rate>;
  readonly hardRecallByRegister: ReadonlyMap<string, Rate>;
  /** Hard alarms where there is no hard danger, by kind of message. */
  readonly falseHardByKind: ReadonlyMap<string, Rate>;
  readonly falseSoftByKind: ReadonlyMap<string, Rate>;
  readonly intentAccuracy: Rate;
  readonly intentAccuracyByKind: ReadonlyMap<string, Rate>;
  readonly macroF1: number;
  readonly f1ByLabel: ReadonlyMap<string, number>;
  /** Mean gap between confidence and accuracy over ten bins. */
  readonly calibrationError: number;
  readonly confusions: readonly (readonly [pair: string, count: number])[];
}

export function measure(outcomes: readonly Outcome[]): Measures {
  const urgent = outcomes.filter(({ expected }) => isUrgent(expected));
  const calm = outcomes.filter(({ expected }) => !isUrgent(expected));
  const labelled = outcomes.filter(({ expected }) => expected.label !== undefined);
  const f1ByLabel = f1(labelled);
  return {
    hardRecall: rate(urgent, raisedHard),
    hardOrSoftRecall: rate(urgent, raised),
    hardRecallByLabel: by(urgent, ({ expected }) => expected.label, raisedHard),
    hardRecallByRegister: by(urgent, ({ expected }) => expected.register, raisedHard),
    falseHardByKind: by(calm, ({ expected }) => expected.kind, raisedHard),
    falseSoftByKind: by(calm, ({ expected }) => expected.kind, raised),
    intentAccuracy: rate(labelled, isRight),
    intentAccuracyByKind: by(labelled, ({ expected }) => expected.kind, isRight),
    macroF1: mean([...f1ByLabel.values()]),
    f1ByLabel,
    calibrationError: calibrationError(labelled),
    confusions: confusions(labelled),
  };
}

function isRight({ expected, got }: Outcome): boolean {
  return expected.label === got.intent;
}

function by(
  outcomes: readonly Outcome[],
  key: (one: Outcome) => string | undefined,
  isHit: (one: Outcome) => boolean,
): ReadonlyMap<string, Rate> {
  const groups = Map.groupBy(outcomes, (one) => key(one) ?? '-');
  return new Map([...groups].map(([name, group]) => [name, rate(group, isHit)]));
}

function f1(outcomes: readonly Outcome[]): ReadonlyMap<string, number> {
  const labels = new Set(outcomes.map(({ expected }) => expected.label ?? ''));
  return new Map(
    [...labels].map((label) => {
      const right = outcomes.filter((one) => isRight(one) && one.got.intent === label).length;
      const said = outcomes.filter(({ got }) => got.intent === label).length;
      const are = outcomes.filter(({ expected }) => expected.label === label).length;
      return [label, (2 * right) / Math.max(1, said + are)];
    }),
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
}

function calibrationError(outcomes: readonly Outcome[]): number {
  const bins = Map.groupBy(outcomes, ({ got }) => Math.min(9, Math.floor(got.confidence * 10)));
  const gaps = [...bins.values()].map((bin) => {
    const gap = Math.abs(mean(bin.map(({ got }) => got.confidence)) - rate(bin, isRight).rate);
    return gap * bin.length;
  });
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, outcomes.length);
}

function confusions(outcomes: readonly Outcome[]): readonly (readonly [string, number])[] {
  const wrong = outcomes.filter((one) => !isRight(one));
  const pairs = Map.groupBy(wrong, ({ expected, got }) => `${expected.label} taken for ${got.intent}`);
  return [...pairs].map(([pair, group]) => [pair, group.length] as const).sort((a, b) => b[1] - a[1]);
}
