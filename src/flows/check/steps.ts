import { type ActionShape, actions } from '../actions.ts';
import { isQuestion } from '../kinds/all.ts';
import type { Step } from '../schema.ts';
import { allSteps, type ContentFiles, type Fault, type Placed, stepFault } from './files.ts';

const mostButtons = 4;
const reserved = new Set(['voice', 'channel', 'locale']);
const states = ['skipped', 'missing', 'told'];

/** Whether each step is complete and fits the others: branches, outcomes, fields, buttons. */
export function checkSteps(files: ContentFiles): readonly Fault[] {
  const fields = fieldsOf(files);
  return [...allSteps(files)].flatMap((placed) => [
    ...checkChoice(placed),
    ...checkOffers(placed),
    ...checkAction(placed),
    ...checkSwitch(placed, fields),
    ...checkBands(placed),
  ]);
}

function checkChoice(placed: Placed): readonly Fault[] {
  const { step } = placed;
  if (step.kind !== 'choice') return [];
  const faults: Fault[] = [];
  const open = step.choices.filter((choice) => step.to?.[choice] === undefined);
  if (step.next === undefined && open.length > 0)
    faults.push(
      stepFault(placed, `"${open.join('", "')}" lead nowhere: name them in \`to\` or give \`next\``),
    );
  if (step.next === undefined && step.skippable && step.skip === undefined)
    faults.push(stepFault(placed, 'skipping leads nowhere: give `skip` or `next`'));
  for (const value of Object.keys(step.to ?? {})) {
    if (!step.choices.includes(value))
      faults.push(stepFault(placed, `"${value}" is none of the choices`, 'to', value));
  }
  for (const value of Object.keys(step.ages ?? {})) {
    if (!step.choices.includes(value))
      faults.push(stepFault(placed, `"${value}" is none of the choices`, 'ages', value));
  }
  const ages = Object.values(step.ages ?? {}).toSorted((a, b) => a.from - b.from);
  if (ages.some(({ from }, at) => from <= (ages[at - 1]?.to ?? -1)))
    faults.push(stepFault(placed, 'an age belongs to two choices', 'ages'));
  if (new Set(step.choices).size < step.choices.length)
    faults.push(stepFault(placed, 'a choice is there twice', 'choices'));
  if (step.multiple === true && (step.to !== undefined || step.next === undefined))
    faults.push(stepFault(placed, 'with `multiple` all goes to `next`; branch with a switch', 'multiple'));
  const buttons = step.list === true ? 0 : step.choices.length;
  if (buttons + step.offer.length > mostButtons) {
    faults.push(
      stepFault(
        placed,
        `${buttons + step.offer.length} buttons, at most ${mostButtons}: use \`list: true\` or fewer choices`,
        'choices',
      ),
    );
  }
  return faults;
}

function checkOffers(placed: Placed): readonly Fault[] {
  const { step } = placed;
  if (!isQuestion(step)) return [];
  const faults: Fault[] = [];
  if (!step.skippable && step.kind !== 'choice')
    faults.push(stepFault(placed, 'only a confirmation (a choice) may be unskippable', 'skippable'));
  if (!step.skippable && step.skip !== undefined)
    faults.push(stepFault(placed, 'cannot be skipped, so `skip` leads nowhere', 'skip'));
  const both = step.skippable && step.offer.includes('skip') && step.offer.includes('human');
  if (step.sensitive === true && !both)
    faults.push(stepFault(placed, 'a sensitive question offers both skip and human', 'offer'));
  return faults;
}

function checkAction(placed: Placed): readonly Fault[] {
  const { step } = placed;
  if (step.kind !== 'action') return [];
  const shape: ActionShape = actions[step.action];
  const wanted = Object.keys(shape.outcomes);
  return [
    ...wanted
      .filter((one) => step.outcomes[one] === undefined)
      .map((one) => stepFault(placed, `outcome "${one}" of ${step.action} leads nowhere`, 'outcomes')),
    ...Object.keys(step.outcomes)
      .filter((one) => !wanted.includes(one))
      .map((one) => stepFault(placed, `${step.action} has no outcome "${one}"`, 'outcomes', one)),
    ...shape.args
      .filter((one) => step.args[one] === undefined)
      .map((one) => stepFault(placed, `${step.action} needs "${one}" in \`args\``, 'args')),
    ...Object.keys(step.args)
      .filter((one) => !shape.args.includes(one))
      .map((one) => stepFault(placed, `${step.action} takes no "${one}"`, 'args', one)),
  ];
}

/** The values an answer can have, or `any` if it is not always a choice. */
type Values = ReadonlySet<string> | 'any';

function fieldsOf(files: ContentFiles): ReadonlyMap<string, Values> {
  const fields = new Map<string, Values>();
  for (const { step } of allSteps(files)) {
    for (const [field, values] of valuesOf(step)) {
      const known = fields.get(field);
      const any = values === 'any' || known === 'any';
      fields.set(field, any ? 'any' : new Set([...(known ?? []), ...values]));
    }
  }
  return fields;
}

function valuesOf(step: Step): readonly (readonly [string, Values])[] {
  if (step.kind === 'choice') return [[step.save, new Set(step.choices)]];
  if (step.kind === 'set')
    return Object.entries(step.answers ?? {}).map(([field, value]) => [field, new Set([value])] as const);
  return isQuestion(step) ? [[step.save, step.kind === 'number' ? 'any' : new Set()]] : [];
}

function checkSwitch(placed: Placed, fields: ReadonlyMap<string, Values>): readonly Fault[] {
  const { step } = placed;
  if (step.kind !== 'switch' || reserved.has(step.on)) return [];
  const values = fields.get(step.on);
  if (values === undefined) return [stepFault(placed, `nothing saves "${step.on}"`, 'on')];
  if (values === 'any') return [];
  return Object.keys(step.cases)
    .filter((value) => !values.has(value) && !states.includes(value))
    .map((value) => stepFault(placed, `"${step.on}" is never "${value}"`, 'cases', value));
}

function checkBands(placed: Placed): readonly Fault[] {
  const { step } = placed;
  if (step.kind !== 'number') return [];
  const bounds = (step.bands ?? []).map(({ below }) => below);
  const rising = bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound));
  if (!rising) return [stepFault(placed, 'bands must rise', 'bands')];
  return step.max < step.min ? [stepFault(placed, '`max` is below `min`', 'max')] : [];
}
