import { inVoice, parametersOf } from '../../texts/voices.ts';
import { type ActionShape, actions } from '../actions.ts';
import { isQuestion } from '../kinds/all.ts';
import { everywhere } from './engine-texts.ts';
import { allSteps, type ContentFiles, type Fault, type Placed, stepsOf } from './files.ts';
import { type StepText, stepTexts } from './step-texts.ts';
import { targetsOf } from './targets.ts';

const written = ['child', 'teen', 'adult', 'unknown'] as const;

/** Every parameter of a text is one that is there when the text is said, and the same in each locale. */
export function checkParams(files: ContentFiles): readonly Fault[] {
  const fields = new Set([...allSteps(files)].flatMap(({ step }) => savedBy(step)));
  const brought = broughtTo(files);
  const texts = [...stepTexts(files)];
  const first = new Map<string, ReadonlySet<string>>();
  return texts.flatMap((text) => {
    const used = paramsOf(text);
    const results = text.key.endsWith('.retry') || text.label ? [] : (brought.get(stepId(text.placed)) ?? []);
    const known = new Set([...everywhere, ...results]);
    const strange = used.filter((name) => !known.has(name) && !isField(name, fields));
    return [
      ...strange.map((name) =>
        text.fault(`{${name}} is not known here (what an action brings is known until the next question)`),
      ),
      ...differing(text, used, first),
    ];
  });
}

function savedBy(step: Placed['step']): readonly string[] {
  if (isQuestion(step)) return [step.save];
  return step.kind === 'set' ? Object.keys(step.answers ?? {}) : [];
}

function isField(name: string, fields: ReadonlySet<string>): boolean {
  return name.startsWith('answer.') && fields.has(name.slice('answer.'.length));
}

export function paramsOf({ text }: Pick<StepText, 'text'>): readonly string[] {
  return [...new Set(written.flatMap((voice) => parametersOf(inVoice(text, voice) ?? '')))];
}

/** A locale may leave out {you}, but not what was to be told. */
function differing(
  text: StepText,
  used: readonly string[],
  first: Map<string, ReadonlySet<string>>,
): readonly Fault[] {
  const own = new Set(used.filter((name) => !everywhere.includes(name)));
  const other = first.get(text.key);
  if (other === undefined) {
    first.set(text.key, own);
    return [];
  }
  const odd = [...own, ...other].filter((name) => !own.has(name) || !other.has(name));
  return odd.length === 0
    ? []
    : [text.fault(`not the same parameters in all locales: {${odd.join('}, {')}}`)];
}

export function stepId({ flow, name }: Placed): string {
  return `${flow.flow}.${name}`;
}

/** What actions bring to the texts after them, until the next question; a question is asked again without it. */
export function broughtTo(files: ContentFiles): ReadonlyMap<string, ReadonlySet<string>> {
  const brought = new Map<string, Set<string>>();
  for (const file of files.flows.values()) {
    for (const placed of stepsOf(file)) {
      if (placed.step.kind !== 'action') continue;
      const shape: ActionShape = actions[placed.step.action];
      for (const [outcome, to] of Object.entries(placed.step.outcomes)) {
        spread(
          { ...placed, name: to },
          { names: shape.outcomes[outcome] ?? [], asked: shape.repeatable === true },
          brought,
        );
      }
    }
  }
  return brought;
}

interface Brought {
  readonly names: readonly string[];
  /** A question can be asked again with the names only if the action can be repeated. */
  readonly asked: boolean;
}

function spread(placed: Placed, what: Brought, brought: Map<string, Set<string>>): void {
  const { names, asked } = what;
  const step = placed.flow.steps[placed.name];
  if (step === undefined || step.kind === 'action' || step.kind === 'call' || (isQuestion(step) && !asked))
    return;
  const known = brought.get(stepId(placed)) ?? new Set();
  if (names.every((name) => known.has(name))) return;
  brought.set(stepId(placed), new Set([...known, ...names]));
  if (isQuestion(step)) return;
  for (const { to } of targetsOf(step)) spread({ ...placed, name: to }, what, brought);
}
