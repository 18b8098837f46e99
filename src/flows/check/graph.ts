import { isQuestion } from '../kinds/all.ts';
import type { Flow, Step } from '../schema.ts';
import { type ContentFiles, type Fault, type Placed, stepFault, stepsOf } from './files.ts';
import { targetsOf } from './targets.ts';

/** Whether steps lead somewhere: targets exist, all is reached, every path comes to an end or a question. */
export function checkGraph(files: ContentFiles): readonly Fault[] {
  return [...files.flows.values()].flatMap((file) => {
    const steps = [...stepsOf(file)];
    return [
      ...checkHead(files, file.file, steps),
      ...steps.flatMap((placed) => checkTargets(files, placed)),
      ...checkReach(steps),
    ];
  });
}

function checkHead(files: ContentFiles, path: string, steps: readonly Placed[]): readonly Fault[] {
  const [first] = steps;
  if (first === undefined) return [{ file: path, line: 1, column: 1, message: 'a flow needs a step' }];
  const { file, flow } = first;
  const faults: Fault[] = [];
  if (!path.endsWith(`/${flow.flow}.yaml`))
    faults.push(file.fault(['flow'], `the file of this flow must be called ${flow.flow}.yaml`));
  if (!has(flow, flow.start)) faults.push(file.fault(['start'], `there is no step "${flow.start}"`));
  for (const [old, now] of Object.entries(flow.renamed)) {
    if (has(flow, old)) faults.push(file.fault(['renamed', old], `"${old}" is still a step`));
    if (!has(flow, now)) faults.push(file.fault(['renamed', old], `there is no step "${now}"`));
  }
  if (!files.flows.has(flow.flow)) faults.push(file.fault(['flow'], 'two files have this name'));
  return faults;
}

function has(flow: Flow, step: string): boolean {
  return Object.hasOwn(flow.steps, step);
}

function checkTargets(files: ContentFiles, placed: Placed): readonly Fault[] {
  const { flow, step } = placed;
  const faults = targetsOf(step)
    .filter(({ to }) => !has(flow, to))
    .map(({ path, to }) => stepFault(placed, `there is no step "${to}"`, ...path));
  if (step.kind === 'call' && !files.flows.has(step.flow))
    return [...faults, stepFault(placed, `there is no flow "${step.flow}"`, 'flow')];
  return faults;
}

function checkReach(steps: readonly Placed[]): readonly Fault[] {
  const flow = steps[0]?.flow;
  if (flow === undefined) return [];
  const reached = reachable(flow);
  const ending = canEnd(flow);
  return steps.flatMap((placed) => {
    if (!reached.has(placed.name)) return [stepFault(placed, 'nothing leads here')];
    if (!ending.has(placed.name)) return [stepFault(placed, 'no path from here comes to an end')];
    return circles(placed) ? [stepFault(placed, 'leads back to itself without asking anything')] : [];
  });
}

function reachable(flow: Flow): ReadonlySet<string> {
  const reached = new Set<string>();
  const todo = [flow.start];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const step = flow.steps[name];
    if (step === undefined || reached.has(name)) continue;
    reached.add(name);
    todo.push(...targetsOf(step).map(({ to }) => to));
  }
  return reached;
}

/** The steps from which an end, or a flow that takes over, can be reached. */
function canEnd(flow: Flow): ReadonlySet<string> {
  const ending = new Set<string>();
  const steps = Object.entries(flow.steps);
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    for (const [name, step] of steps) {
      if (isLast(step) || targetsOf(step).some(({ to }) => ending.has(to))) ending.add(name);
    }
  }
  return ending;
}

function isLast(step: Step): boolean {
  return step.kind === 'end' || (step.kind === 'call' && step.next === undefined);
}

/** A circle of steps in which nothing is asked would never stop. */
function circles({ flow, name }: Placed): boolean {
  const seen = new Set<string>();
  const todo = [name];
  for (let current = todo.pop(); current !== undefined; current = todo.pop()) {
    const step = flow.steps[current];
    if (step === undefined || isQuestion(step) || step.kind === 'action' || step.kind === 'call') continue;
    for (const { to } of targetsOf(step)) {
      if (to === name) return true;
      if (!seen.has(to)) todo.push(to);
      seen.add(to);
    }
  }
  return false;
}
