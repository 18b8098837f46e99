import type { Locale, WrittenVoice } from '../../domain/text.ts';
import type { CommonTexts, FlowTexts } from '../../texts/schema.ts';
import type { Fault, YamlFile } from '../../texts/yaml.ts';
import type { Flow, Step } from '../schema.ts';
import type { Style } from './style.ts';

export type { Fault } from '../../texts/yaml.ts';

/** All files of the dialogs, each well-formed by itself. */
export interface ContentFiles {
  readonly flows: ReadonlyMap<string, YamlFile<Flow>>;
  readonly common: ReadonlyMap<Locale, YamlFile<CommonTexts>>;
  readonly texts: ReadonlyMap<Locale, ReadonlyMap<string, YamlFile<FlowTexts>>>;
  readonly style: YamlFile<Style>;
}

/** A step with where it stands. */
export interface Placed {
  readonly file: YamlFile<Flow>;
  readonly flow: Flow;
  readonly name: string;
  readonly step: Step;
}

export function* allSteps(files: ContentFiles): Generator<Placed> {
  for (const file of files.flows.values()) yield* stepsOf(file);
}

export function* stepsOf(file: YamlFile<Flow>): Generator<Placed> {
  for (const [name, step] of Object.entries(file.value.steps)) yield { file, flow: file.value, name, step };
}

export function stepFault({ file, name }: Placed, message: string, ...key: readonly string[]): Fault {
  return file.fault(['steps', name, ...key], `${name}: ${message}`);
}

/** The voices a step is spoken in. */
export function voicesOf({ flow, step }: Placed): readonly WrittenVoice[] {
  const own = step.voices ?? flow.voices;
  return own.filter((voice) => flow.voices.includes(voice));
}
