import { z } from 'zod';
import { buttonValue, show } from '../buttons.ts';
import type { Button } from '../effect.ts';
import { type Meaning, matchWhole, matchWithin, plainIntent } from '../match.ts';
import { readAge } from '../read-number.ts';
import type { Run } from '../run.ts';
import { type Heard, kept, type Told, unclear } from './behaviour.ts';
import { question, StepName, Value } from './common.ts';
import { finishing, isDone } from './more.ts';
import { offered } from './question.ts';

/** Asks for one (or, with `multiple`, several) of a few answers. */
export const ChoiceStep = z.strictObject({
  kind: z.literal('choice'),
  ...question,
  choices: z.array(Value).min(1).max(16).readonly(),
  multiple: z.boolean().optional().describe('several may be chosen; a button "done" is added'),
  list: z
    .boolean()
    .optional()
    .describe('the choices are numbered lines of the message instead of buttons; for more than four'),
  ages: z
    .record(Value, z.strictObject({ from: z.number().default(0), to: z.number() }))
    .optional()
    .describe('the choices are ages: one that is typed ("8", "lớp 3") picks the choice that holds it'),
  to: z.record(Value, StepName).optional().describe('where a choice leads, if not to `next`'),
  next: StepName.optional().describe('may be left out only if every choice is named in `to`'),
});
export type ChoiceStep = Readonly<z.infer<typeof ChoiceStep>>;

export function askChoice(step: ChoiceStep, run: Run): void {
  const shown = show(run, buttonsOf(run, step.choices), offered(run, step), step.list === true);
  run.say(run.key('ask'), { ...shown, secret: step.secret === true });
}

export function hearChoice(step: ChoiceStep, told: Told, run: Run): Heard {
  if (told.kind === 'files') return unclear;
  if (step.multiple === true) return hearSeveral(step, told, run);
  const value = told.kind === 'value' ? told.value : meantBy(step, told, run);
  if (value === undefined || !step.choices.includes(value)) return unclear;
  const next = step.to?.[value] ?? step.next;
  if (next === undefined) return unclear;
  const said = told.kind === 'text' ? told.text : run.label(run.key(`choices.${value}`)).label;
  return { kind: 'answered', answer: { kind: 'choice', said, value }, next };
}

/** The choice a message means: the words themselves, then yes and no, an age, then words within a sentence. */
function meantBy(step: ChoiceStep, told: Extract<Told, { kind: 'text' }>, run: Run): string | undefined {
  const whole = exactly(step, told.text, run);
  if (whole !== undefined) return whole;
  const intent = plainIntent(told.recognition);
  if (intent !== undefined && step.choices.includes(intent)) return intent;
  const aged = byAge(step, told.text, run);
  if (aged !== undefined) return aged;
  const within = matchWithin(told.text, meaningsOf(step, run));
  return within.length === 1 ? within[0] : undefined;
}

function byAge({ ages, choices }: ChoiceStep, text: string, run: Run): string | undefined {
  const age = ages === undefined ? undefined : readAge(text, run.turn.now)?.value;
  if (age === undefined) return undefined;
  return choices.find((choice) => {
    const range = ages?.[choice];
    return range !== undefined && range.from <= age && age <= range.to;
  });
}

/** The choice whose own words the whole message is. */
export function exactly(step: ChoiceStep, text: string, run: Run): string | undefined {
  return step.choices.find((choice) => choice === text.trim()) ?? matchWhole(text, meaningsOf(step, run));
}

function hearSeveral(step: ChoiceStep, told: Exclude<Told, { kind: 'files' }>, run: Run): Heard {
  const next = step.next ?? step.choices[0] ?? '';
  const before = run.frame?.part?.kind === 'more' ? run.state.answers[step.save] : undefined;
  const chosen = before?.kind === 'choices' ? before.values : [];
  const added = told.kind === 'value' ? [told.value] : severalIn(step, told.text, run);
  const values = step.choices.filter((choice) => chosen.includes(choice) || added.includes(choice));
  if (values.length === chosen.length) {
    if (chosen.length > 0 && isDone(run, told)) return { kind: 'moved', next };
    return isDone(run, told)
      ? { kind: 'answered', answer: { kind: 'skipped' }, next: step.skip ?? next }
      : unclear;
  }
  const said = [
    before?.kind === 'choices' ? before.said : '',
    told.kind === 'text' ? told.text : labels(step, run, added),
  ];
  const answer = { kind: 'choices', said: said.filter((part) => part !== '').join(', '), values } as const;
  if (values.length === step.choices.length) return { kind: 'answered', answer, next };
  run.answer(step.save, answer);
  askForMore(step, run, values);
  return kept;
}

function askForMore(step: ChoiceStep, run: Run, values: readonly string[]): void {
  run.patch({ part: { kind: 'more' } });
  const open = step.choices.filter((choice) => !values.includes(choice));
  const last = finishing(run);
  // What was shown as numbered lines is not numbered anew: "4" means the same as before.
  const fits = step.list !== true && open.length + last.length <= run.turn.limits.buttons;
  const shown = show(run, fits ? buttonsOf(run, open) : [], last);
  run.say('engine.choose-more', { ...shown, params: { chosen: labels(step, run, values) } });
}

function severalIn(step: ChoiceStep, text: string, run: Run): readonly string[] {
  const meanings = meaningsOf(step, run);
  const whole = matchWhole(text, meanings);
  if (whole !== undefined) return [whole];
  return text.split(/[,;+&/]| và | va |\n/u).flatMap((part) => {
    const one = matchWhole(part, meanings);
    return one === undefined ? matchWithin(part, meanings) : [one];
  });
}

function meaningsOf(step: ChoiceStep, run: Run): readonly Meaning[] {
  return step.choices.map((value, index) => {
    const { label, accept } = run.label(run.key(`choices.${value}`));
    const common = isCommon(value) ? run.label(`answers.${value}`) : { label, accept: [] };
    return { value, phrases: [String(index + 1), label, ...accept, common.label, ...common.accept] };
  });
}

function isCommon(value: string): boolean {
  return value === 'yes' || value === 'no' || value === 'unsure';
}

function buttonsOf(run: Run, values: readonly string[]): readonly Button[] {
  return values.map((value) => ({
    value: buttonValue(run, value),
    label: run.label(run.key(`choices.${value}`)).label,
  }));
}

function labels(step: ChoiceStep, run: Run, values: readonly string[]): string {
  const known = values.filter((value) => step.choices.includes(value));
  return known.map((value) => run.label(run.key(`choices.${value}`)).label).join(', ');
}
