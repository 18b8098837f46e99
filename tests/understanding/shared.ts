import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRecogniser } from '../../src/understanding/load.ts';
import { Labelled } from '../../src/understanding/measure.ts';
import type { Recogniser } from '../../src/understanding/recogniser.ts';

export const root = join(import.meta.dirname, '..', '..');
export const dialogsDir = join(root, 'dialogs');
/** Training is under a minute on a quiet machine; a busy one gets more time. */
export const trainingTime = 400_000;

let loaded: Recogniser | undefined;

/** The recogniser of the product, trained once for all tests. */
export function recogniser(): Recogniser {
  loaded ??= loadRecogniser({ dialogsDir, cacheDir: join(root, '.cache') });
  return loaded;
}

/** The evaluation set, which training never sees. */
export function evaluation(): readonly Labelled[] {
  const dir = join(import.meta.dirname, 'evaluation');
  const files = readdirSync(dir).filter((file) => file.endsWith('.jsonl'));
  return files.flatMap((file) =>
    readFileSync(join(dir, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => Labelled.parse(JSON.parse(line))),
  );
}
