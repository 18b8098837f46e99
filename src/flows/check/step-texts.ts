import type { Locale } from '../../domain/text.ts';
import type { StepTexts, Text } from '../../texts/schema.ts';
import { labelOf } from '../../texts/voices.ts';
import type { YamlFile } from '../../texts/yaml.ts';
import { isQuestion } from '../kinds/all.ts';
import type { Step } from '../schema.ts';
import { allSteps, type ContentFiles, type Fault, type Placed, stepFault } from './files.ts';

/** One text of a step, with where it is written. */
export interface StepText {
  readonly placed: Placed;
  readonly locale: Locale;
  readonly key: string;
  readonly text: Text;
  readonly label: boolean;
  fault(message: string): Fault;
}

/** Every step has the texts it needs and no others. */
export function checkPresence(files: ContentFiles): readonly Fault[] {
  return [...files.common.keys()].flatMap((locale) => [
    ...[...allSteps(files)].flatMap((placed) => missing(files, locale, placed)),
    ...[...(files.texts.get(locale) ?? [])].flatMap(([flow, file]) => unused(files, flow, file)),
  ]);
}

function textsOf(files: ContentFiles, locale: Locale, placed: Placed): StepTexts {
  const steps = files.texts.get(locale)?.get(placed.flow.flow)?.value ?? {};
  return (Object.hasOwn(steps, placed.name) ? steps[placed.name] : undefined) ?? {};
}

function missing(files: ContentFiles, locale: Locale, placed: Placed): readonly Fault[] {
  const texts = textsOf(files, locale, placed);
  const lacks = neededBy(placed.step).filter((key) => !hasText(texts, key));
  const where = `locales/${locale}/flows/${placed.flow.flow}.yaml`;
  return lacks.map((key) => stepFault(placed, `no text ${placed.name}.${key} in ${where}`));
}

function hasText(texts: StepTexts, key: string): boolean {
  const value = key.startsWith('choices.') ? key.slice('choices.'.length) : undefined;
  if (value !== undefined) return texts.choices?.[value] !== undefined;
  return key === 'say' ? texts.say !== undefined : texts.ask !== undefined;
}

function neededBy(step: Step): readonly string[] {
  if (step.kind === 'say' || step.kind === 'handoff') return ['say'];
  if (!isQuestion(step)) return [];
  return step.kind === 'choice' ? ['ask', ...step.choices.map((choice) => `choices.${choice}`)] : ['ask'];
}

function unused(
  files: ContentFiles,
  flow: string,
  file: YamlFile<Readonly<Record<string, StepTexts>>>,
): readonly Fault[] {
  const steps = files.flows.get(flow)?.value.steps;
  if (steps === undefined) return [file.fault([], `there is no flow "${flow}"`)];
  return Object.entries(file.value).flatMap(([name, texts]) => {
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
    if (step === undefined) return [file.fault([name], `no step "${name}" uses these texts`)];
    const allowed = new Set([...neededBy(step), ...(isQuestion(step) ? ['retry'] : [])]);
    const present = [
      ...Object.keys(texts).filter((key) => key !== 'choices'),
      ...Object.keys(texts.choices ?? {}).map((value) => `choices.${value}`),
    ];
    return present
      .filter((key) => !allowed.has(key))
      .map((key) => file.fault([name, ...key.split('.')], `${name}.${key} is used by nothing`));
  });
}

/** All texts of all steps in all locales. */
export function* stepTexts(files: ContentFiles): Generator<StepText> {
  for (const [locale, byFlow] of files.texts) {
    for (const placed of allSteps(files)) {
      const file = byFlow.get(placed.flow.flow);
      if (file !== undefined) yield* textsIn(file, locale, placed, textsOf(files, locale, placed));
    }
  }
}

function* textsIn(
  file: YamlFile<unknown>,
  locale: Locale,
  placed: Placed,
  texts: StepTexts,
): Generator<StepText> {
  const make = (path: readonly string[], text: Text, label: boolean): StepText => ({
    placed,
    locale,
    key: [placed.flow.flow, placed.name, ...path].join('.'),
    text,
    label,
    fault: (message) => file.fault([placed.name, ...path], `${placed.name}.${path.join('.')}: ${message}`),
  });
  if (texts.say !== undefined) yield make(['say'], texts.say, false);
  if (texts.ask !== undefined) yield make(['ask'], texts.ask, false);
  if (texts.retry !== undefined) yield make(['retry'], texts.retry, false);
  for (const [value, choice] of Object.entries(texts.choices ?? {}))
    yield make(['choices', value], labelOf(choice), true);
}
