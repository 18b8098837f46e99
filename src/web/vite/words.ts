import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse } from 'yaml';
import { z } from 'zod';

const root = new URL('../../../', import.meta.url);
const pathOf = (path: string) => fileURLToPath(new URL(path, root));

export type Locale = 'vi' | 'en';

/** Words as nested records of text, read by `today.queue.empty`. */
export type Words = { readonly [key: string]: string | Words };
const Words: z.ZodType<Words> = z.lazy(() => z.record(z.string(), z.union([z.string(), Words])));

/** All the console says in one language, from locales/<locale>/console.yaml. */
export function readWords(locale: Locale): Words {
  return Words.parse(parse(readFileSync(pathOf(`locales/${locale}/console.yaml`), 'utf8')));
}

/** What the answer codes of a report mean: labels of choices by field and value, from the flows' own words. */
export type ChoiceLabels = Readonly<Record<string, Readonly<Record<string, string>>>>;

const Flow = z.looseObject({
  flow: z.string(),
  voices: z.array(z.string()).optional(),
  steps: z.record(
    z.string(),
    z.looseObject({
      kind: z.string(),
      save: z.string().optional(),
      choices: z.array(z.unknown()).optional(),
    }),
  ),
});
const Label = z.union([
  z.string(),
  z.looseObject({ label: z.union([z.string(), z.record(z.string(), z.string())]) }),
]);
const FlowTexts = z.record(z.string(), z.unknown());
const StepTexts = z.looseObject({ choices: z.record(z.string(), Label).optional() });

export function readChoices(locale: Locale): ChoiceLabels {
  const labels: Record<string, Record<string, string>> = {};
  for (const { file, steps } of readFlows()) {
    const texts = FlowTexts.safeParse(readOr(`locales/${locale}/flows/${file}`));
    if (!texts.success) continue;
    for (const [name, { save }] of Object.entries(steps)) {
      const told = StepTexts.safeParse(texts.data[name]);
      if (save === undefined || save.startsWith('nav_') || !told.success) continue;
      labels[save] = { ...labels[save], ...plain(told.data.choices ?? {}) };
    }
  }
  return labels;
}

type ReadFlow = z.infer<typeof Flow> & { readonly file: string };

/** Those for adults come last: where a child and an adult are asked the same, staff read the adult's words. */
function readFlows(): readonly ReadFlow[] {
  const files = readdirSync(pathOf('dialogs/flows')).filter((name) => name.endsWith('.yaml'));
  const flows = files.flatMap((file) => {
    const read = Flow.safeParse(readOr(`dialogs/flows/${file}`));
    return read.success ? [{ ...read.data, file }] : [];
  });
  const adult = ({ voices }: ReadFlow) => voices?.includes('adult') ?? false;
  return [...flows.filter((flow) => !adult(flow)), ...flows.filter(adult)];
}

function readOr(path: string): unknown {
  try {
    return parse(readFileSync(pathOf(path), 'utf8'));
  } catch {
    return undefined;
  }
}

function plain(choices: Readonly<Record<string, z.infer<typeof Label>>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(choices).map(([value, label]) => {
      const text = typeof label === 'string' ? label : label.label;
      return [value, typeof text === 'string' ? text : (text['adult'] ?? text['any'] ?? value)];
    }),
  );
}

/** How a person is addressed, e.g. `con` or `anh/chị`, by the names of locales/<locale>/common.yaml. */
export type Addresses = Readonly<Record<string, string>>;

const Common = z.looseObject({ address: z.record(z.string(), z.looseObject({ you: z.string() })) });

export function readAddresses(locale: Locale): Addresses {
  const { address } = Common.parse(readOr(`locales/${locale}/common.yaml`));
  return Object.fromEntries(Object.entries(address).map(([name, { you }]) => [name, you]));
}

/** A commune by vintage and code, as `2025:12345`. */
export type PlaceNames = Readonly<Record<string, string>>;

const Row = z.looseObject({ code: z.string(), name_vi: z.string(), type: z.string() });

export function readPlaces(): PlaceNames {
  const places: Record<string, string> = {};
  for (const vintage of ['2022', '2025']) {
    const text = readFileSync(pathOf(`dialogs/directory/places/hung-yen-units-${vintage}.csv`), 'utf8');
    const rows = z.array(Row).parse(parseCsv(text, { columns: true, bom: true, skip_empty_lines: true }));
    for (const row of rows) places[`${vintage}:${row.code}`] = `${row.type} ${row.name_vi}`;
  }
  return places;
}

/** One text of the console; a missing one is a fault of the build. */
export function textOf(locale: Locale, key: string): string {
  let at: string | Words | undefined = readWords(locale);
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  if (typeof at !== 'string') throw new Error(`locales/${locale}/console.yaml has no text ${key}`);
  return at;
}
