import type { Step } from '../schema.ts';

export interface Target {
  readonly path: readonly string[];
  readonly to: string;
}

/** All the steps of the same flow a step can lead to, with where that is written. */
export function targetsOf(step: Step): readonly Target[] {
  const targets: Target[] = [];
  if ('next' in step && step.next !== undefined) targets.push({ path: ['next'], to: step.next });
  if ('skip' in step && step.skip !== undefined) targets.push({ path: ['skip'], to: step.skip });
  const maps: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
    to: step.kind === 'choice' ? step.to : undefined,
    outcomes: step.kind === 'action' ? step.outcomes : undefined,
    cases: step.kind === 'switch' ? step.cases : undefined,
  };
  for (const [key, map] of Object.entries(maps)) {
    for (const [value, to] of Object.entries(map ?? {})) targets.push({ path: [key, value], to });
  }
  if (step.kind === 'number') {
    for (const [index, { to }] of (step.bands ?? []).entries())
      targets.push({ path: ['bands', String(index), 'to'], to });
  }
  return targets;
}
