import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStores } from '../app/stores.ts';
import { readConfig } from '../config.ts';
import { retoldStore } from '../storage/postgres/retold.ts';
import { cluProject } from '../understanding/clu/project.ts';
import { loadCorpus, loadRecogniser } from '../understanding/load.ts';
import { retoldFiles } from '../understanding/retold-files.ts';
import { places } from './understanding-places.ts';

const usage = `npm run nlu -- train                             trains the recogniser into the cache
npm run nlu -- export-clu [--project NAME]       the project file for Azure's import, on standard output
npm run nlu -- examples --into DIR               what staff told anew in the console, as training files to read
                                                 through and move to dialogs/intents (with the embedded
                                                 database the server must be stopped meanwhile)`;

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { project: { type: 'string', default: 'bao-tre' }, into: { type: 'string' } },
  });
  const [command, ...others] = positionals;
  if (others.length > 0) return refuse(usage);
  if (command === 'export-clu') {
    const project = cluProject(loadCorpus(places.dialogsDir), values.project);
    process.stdout.write(`${JSON.stringify(project, null, 2)}\n`);
    return 0;
  }
  if (command === 'train') {
    // Into the cache beside the program, e.g. while an image is built, so that a first start need not.
    loadRecogniser(places);
    return 0;
  }
  return command === 'examples' && values.into !== undefined ? writeExamples(values.into) : refuse(usage);
}

async function writeExamples(folder: string): Promise<number> {
  const read = readConfig();
  if (read.kind === 'faults') return refuse(read.faults.join('\n'));
  const stores = await openStores(read.config, new Date());
  try {
    const examples = await retoldStore(stores.database.db).list();
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of retoldFiles(examples)) writeFileSync(join(folder, name), text);
    process.stdout.write(`${examples.length} examples\n`);
    return 0;
  } finally {
    await stores.close();
  }
}

function refuse(why: string): number {
  console.error(why);
  return 1;
}

process.exitCode = await main();
