import type { Flow, Step } from './schema.ts';

/** A flow as a diagram for https://mermaid.js.org. */
export function mermaidOf(flow: Flow): string {
  const steps = Object.entries(flow.steps).flatMap(([name, step]) => [
    `  ${id(name)}${box(name, step)}`,
    ...arrows(name, step),
  ]);
  return ['flowchart TD', ...steps].join('\n');
}

/** Mermaid reads "end" as a word of its own, so every name gets a letter before it. */
function id(name: string): string {
  return `s_${name.replaceAll('-', '_')}`;
}

function box(name: string, step: Step): string {
  switch (step.kind) {
    case 'switch':
      return `{"${name}: ${step.on}?"}`;
    case 'action':
      return `[["${name}: ${step.action}"]]`;
    case 'call':
      return `[["${name}: flow ${step.flow}"]]`;
    case 'handoff':
      return `>"${name}: a person, ${step.urgency}"]`;
    case 'end':
      return `(["${name}"])`;
    case 'say':
    case 'set':
      return `["${name}"]`;
    default:
      return `[/"${name}: ${step.kind}"/]`;
  }
}

function arrows(name: string, step: Step): readonly string[] {
  const to = (target: string, label = ''): string =>
    `  ${id(name)} -->${label === '' ? '' : `|"${label}"|`} ${id(target)}`;
  const next = 'next' in step && step.next !== undefined ? [to(step.next)] : [];
  switch (step.kind) {
    case 'choice':
      return [...Object.entries(step.to ?? {}).map(([value, target]) => to(target, value)), ...next];
    case 'number':
      return [...(step.bands ?? []).map(({ below, to: target }) => to(target, `below ${below}`)), ...next];
    case 'action':
      return Object.entries(step.outcomes).map(([outcome, target]) => to(target, outcome));
    case 'switch':
      return [...Object.entries(step.cases).map(([value, target]) => to(target, value)), ...next];
    default:
      return next;
  }
}
