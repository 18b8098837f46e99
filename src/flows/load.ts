import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { loadAgencies, loadPlaces } from '../directory/load.ts';
import type { Places } from '../directory/places.ts';
import type { Agency } from '../domain/agency.ts';
import { Locale } from '../domain/text.ts';
import { CommonTexts, FlowTexts } from '../texts/schema.ts';
import { Texts } from '../texts/texts.ts';
import { type Fault, type Read, readYaml, type YamlFile } from '../texts/yaml.ts';
import { check } from './check/check.ts';
import type { ContentFiles } from './check/files.ts';
import { Style } from './check/style.ts';
import type { Library } from './library.ts';
import { Flow } from './schema.ts';

/** All that social workers may change, read and proved. */
export interface Content {
  readonly library: Library;
  readonly texts: ReadonlyMap<Locale, Texts>;
  readonly places: Places;
  readonly agencies: readonly Agency[];
}

export type Loaded =
  | { readonly kind: 'content'; readonly content: Content }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

const startFlow = 'welcome';
/** Flows that carry out a command where they exist. */
const commandFlows = { human: 'talk-to-a-person', delete: 'delete-what-i-wrote' } as const;

/** Reads `dialogs/` and `locales/` under `root`; anything wrong gives faults and no content. */
export function loadContent(root: string, centre: string): Loaded {
  const reading = new Reading(root);
  const files = reading.all();
  const agencies = loadAgencies(root);
  const found = [...reading.faults, ...agencies.faults];
  if (files === undefined || found.length > 0) return { kind: 'faults', faults: found };
  const faults = check(files);
  if (faults.length > 0) return { kind: 'faults', faults };
  const content: Content = {
    library: libraryOf(files),
    texts: new Map([...files.common.keys()].map((locale) => [locale, textsOf(files, locale, centre)])),
    places: loadPlaces(join(root, 'dialogs/directory/places')),
    agencies: agencies.value,
  };
  return { kind: 'content', content };
}

/** The faults of the content under `root`, sorted by place; none if it can be served. */
export function checkContent(root: string): readonly Fault[] {
  const loaded = loadContent(root, 'the centre');
  if (loaded.kind === 'content') return [];
  return loaded.faults.toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}

export function libraryOf(files: ContentFiles): Library {
  const flows = [...files.flows].map(
    ([name, { value }]) => [name, { flow: value, hash: hashOf(value) }] as const,
  );
  return { flows: new Map(flows), start: startFlow, commands: commandFlows };
}

/** The same flow has the same hash, whatever the layout of its file. */
export function hashOf(flow: Flow): string {
  return createHash('sha256').update(JSON.stringify(flow)).digest('hex').slice(0, 32);
}

function textsOf(files: ContentFiles, locale: Locale, centre: string): Texts {
  const common = files.common.get(locale);
  if (common === undefined) throw new Error(`no common texts for ${locale}`);
  const flows = new Map([...(files.texts.get(locale) ?? [])].map(([flow, file]) => [flow, file.value]));
  return new Texts({ locale, common: common.value, flows, centre });
}

/** Reads files and gathers their faults, so that all are told at once. */
class Reading {
  readonly faults: Fault[] = [];
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  all(): ContentFiles | undefined {
    const style = this.read('dialogs/style.yaml', Style);
    const flows = this.folder('dialogs/flows', Flow);
    const common = new Map<Locale, YamlFile<CommonTexts>>();
    const texts = new Map<Locale, ReadonlyMap<string, YamlFile<FlowTexts>>>();
    for (const locale of Locale.options) {
      const file = this.read(`locales/${locale}/common.yaml`, CommonTexts);
      if (file !== undefined) common.set(locale, file);
      texts.set(locale, this.folder(`locales/${locale}/flows`, FlowTexts));
    }
    return style === undefined || this.faults.length > 0 ? undefined : { style, flows, common, texts };
  }

  private folder<T>(path: string, schema: z.ZodType<T>): ReadonlyMap<string, YamlFile<T>> {
    const folder = join(this.root, path);
    const names = existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.yaml'))
          .sort()
      : [];
    const files = names.flatMap((name) => {
      const file = this.read(`${path}/${name}`, schema);
      return file === undefined ? [] : [[name.slice(0, -'.yaml'.length), file] as const];
    });
    return new Map(files);
  }

  private read<T>(path: string, schema: z.ZodType<T>): YamlFile<T> | undefined {
    const file = join(this.root, path);
    if (!existsSync(file)) {
      this.faults.push({ file: path, line: 1, column: 1, message: 'the file is missing' });
      return undefined;
    }
    const read: Read<T> = readYaml(path, readFileSync(file, 'utf8'), schema);
    if (read.kind === 'read') return read.file;
    this.faults.push(...read.faults);
    return undefined;
  }
}
