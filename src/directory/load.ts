import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { Agencies, type Agency } from '../domain/agency.ts';
import { type Fault, readYaml } from '../texts/yaml.ts';
import { Places } from './places.ts';
import { CrosswalkRow, NewUnitRow, OldUnitRow } from './rows.ts';

/** Reads the tables of places; a table that does not fit is a fault of the program's files and throws. */
export function loadPlaces(directory: string): Places {
  return new Places({
    units2022: read(join(directory, 'hung-yen-units-2022.csv'), OldUnitRow),
    units2025: read(join(directory, 'hung-yen-units-2025.csv'), NewUnitRow),
    crosswalk: read(join(directory, 'hung-yen-units-crosswalk-2022-2025.csv'), CrosswalkRow),
  });
}

function read<T>(file: string, row: z.ZodType<T>): readonly T[] {
  return z
    .array(row)
    .min(1)
    .parse(parse(readFileSync(file, 'utf8'), { columns: true, bom: true }));
}

export interface LoadedAgencies {
  readonly value: readonly Agency[];
  readonly faults: readonly Fault[];
}

/** Reads dialogs/directory/agencies.yaml under `root`. */
export function loadAgencies(root: string): LoadedAgencies {
  const path = 'dialogs/directory/agencies.yaml';
  const file = join(root, path);
  if (!existsSync(file))
    return { value: [], faults: [{ file: path, line: 1, column: 1, message: 'the file is missing' }] };
  const read = readYaml(path, readFileSync(file, 'utf8'), Agencies);
  return read.kind === 'faults'
    ? { value: [], faults: read.faults }
    : { value: read.file.value.agencies, faults: [] };
}
