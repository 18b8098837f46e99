import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, readYaml } from '../texts/yaml.ts';
import { Routes } from './routes.ts';

export type LoadedRoutes =
  | { readonly kind: 'routes'; readonly routes: Routes }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Reads dialogs/routes.yaml; every flow and text it names must exist. */
export function loadRoutes(
  root: string,
  known: { readonly flows: ReadonlySet<string>; readonly hasText: (key: string) => boolean },
): LoadedRoutes {
  const name = 'dialogs/routes.yaml';
  const read = readYaml(name, readFileSync(join(root, name), 'utf8'), Routes);
  if (read.kind === 'faults') return read;
  const { value, fault } = read.file;
  const flows = [
    ...(['start', 'silence', 'not-understood', 'check-in'] as const).map((key) => ({
      path: [key],
      flow: value[key],
    })),
    ...value.danger.map(({ flow }, index) => ({ path: ['danger', index, 'flow'], flow })),
    ...Object.keys(value.phrases).map((flow) => ({ path: ['phrases', flow], flow })),
    ...value.report.map((flow, index) => ({ path: ['report', index], flow })),
    ...Object.entries(value.intents).map(([intent, target]) => ({
      path: ['intents', intent, 'flow'],
      flow: target?.flow ?? '',
    })),
  ];
  const faults = [
    ...flows
      .filter(({ flow }) => !known.flows.has(flow))
      .map(({ path, flow }) => fault(path, `there is no flow "${flow}"`)),
    ...Object.entries(value.small)
      .filter(([, key]) => key === undefined || !known.hasText(key))
      .map(([intent, key]) => fault(['small', intent], `there is no text "${key ?? ''}"`)),
  ];
  return faults.length === 0 ? { kind: 'routes', routes: value } : { kind: 'faults', faults };
}

/** The 1,021 words of receipts, in their fixed order: changing it would make given receipts unreadable. */
export function loadReceiptWords(root: string): readonly string[] {
  const words = readFileSync(join(root, 'dialogs/receipt-words.txt'), 'utf8').trim().split('\n');
  if (words.length !== 1021 || new Set(words).size !== 1021)
    throw new Error('dialogs/receipt-words.txt must hold 1,021 different words');
  return words;
}
