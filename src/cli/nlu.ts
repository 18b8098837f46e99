import { parseArgs } from 'node:util';
import { cluProject } from '../understanding/clu/project.ts';
import { loadCorpus, loadRecogniser } from '../understanding/load.ts';
import { places } from './understanding-places.ts';

const usage = 'npm run nlu -- export-clu [--project NAME] > project.json\nnpm run nlu -- train';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { project: { type: 'string', default: 'bao-tre' } },
});

if (positionals.length === 1 && positionals[0] === 'export-clu') {
  const project = cluProject(loadCorpus(places.dialogsDir), values.project);
  process.stdout.write(`${JSON.stringify(project, null, 2)}\n`);
} else if (positionals.length === 1 && positionals[0] === 'train') {
  // Into the cache beside the program, e.g. while an image is built, so that a first start need not.
  loadRecogniser(places);
} else {
  console.error(usage);
  process.exitCode = 1;
}
