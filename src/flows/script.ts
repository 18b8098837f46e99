import type { Voice } from '../domain/text.ts';
import type { Texts } from '../texts/texts.ts';
import { isQuestion } from './kinds/all.ts';
import type { Flow, Step } from './schema.ts';

/** A flow with its words, for people who do not read YAML. */
export function scriptOf(flow: Flow, texts: Texts, voice: Voice): string {
  const steps = Object.entries(flow.steps).map(([name, step]) =>
    stepScript(flow, { name, step }, texts, voice),
  );
  return [`# ${flow.flow}`, flow.purpose, '', ...steps].join('\n');
}

interface Named {
  readonly name: string;
  readonly step: Step;
}

function stepScript(flow: Flow, { name, step }: Named, texts: Texts, voice: Voice): string {
  const start = name === flow.start ? ' (start)' : '';
  const words = wordsOf(flow, { name, step }, texts, voice).map((line) => `  « ${line} »`);
  return [
    `[${name}]${start} ${step.kind}${step.danger === true ? ' · danger' : ''}`,
    ...words,
    ...leads(flow, { name, step }, texts, voice),
    '',
  ].join('\n');
}

function wordsOf(flow: Flow, { name, step }: Named, texts: Texts, voice: Voice): readonly string[] {
  const key = `${flow.flow}.${name}.${isQuestion(step) ? 'ask' : 'say'}`;
  if (!texts.has(key)) return [];
  const address = texts.address(voice, undefined);
  const shown = Object.fromEntries(
    texts.params(key, voice).map((param) => [param, address[param] ?? `{${param}}`]),
  );
  return texts.render(key, shown, voice).split('\n');
}

function leads(flow: Flow, { name, step }: Named, texts: Texts, voice: Voice): readonly string[] {
  switch (step.kind) {
    case 'choice':
      return step.choices.map((value) => {
        const { label } = texts.choice(
          `${flow.flow}.${name}.choices.${value}`,
          voice,
          texts.address(voice, undefined),
        );
        return `  - ${label} → ${step.to?.[value] ?? step.next ?? '?'}`;
      });
    case 'number':
      return [...(step.bands ?? []).map(({ below, to }) => `  < ${below} → ${to}`), `  → ${step.next}`];
    case 'action':
      return [
        `  ${step.action}`,
        ...Object.entries(step.outcomes).map(([outcome, to]) => `  - ${outcome} → ${to}`),
      ];
    case 'switch':
      return [
        ...Object.entries(step.cases).map(([value, to]) => `  - ${step.on} = ${value} → ${to}`),
        `  → ${step.next}`,
      ];
    case 'call':
      return [`  flow ${step.flow}${step.next === undefined ? '' : `, then → ${step.next}`}`];
    case 'handoff':
      return [`  asks for a person: ${step.urgency}, ${step.reason}`, `  → ${step.next}`];
    case 'say':
      return [...linkLines(step, texts, voice), `  → ${step.next}`];
    case 'end':
      return [`  end: ${step.outcome}`];
    default:
      return [`  → ${step.next}`];
  }
}

function linkLines({ link }: Extract<Step, { kind: 'say' }>, texts: Texts, voice: Voice): readonly string[] {
  return link === undefined ? [] : [`  - [${texts.render(link.label, {}, voice)}] ${link.url}`];
}
