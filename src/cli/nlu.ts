import { parseArgs } from 'node:util';
import { cluProject } from '../understanding/clu/project.ts';
import { loadCorpus } from '../understanding/load.ts';
import { places } from './understanding-places.ts';

const usage = 'npm run nlu -- export-clu [--project NAME] > project.json';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { project: { type: 'string', default: 'bao-tre' } },
});

if (positionals.length === 1 && positionals[0] === 'export-clu') {
  const project = cluProject(loadCorpus(places.dialogsDir), values.project);
  process.stdout.write(`${JSON.stringify(project, null, 2)}\n`);
} else {
  console.error(usage);
  process.exitCode = 1;
}
