import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from '../flows/json-schemas.ts';
import { checkContent } from '../flows/load.ts';
import { faultLine } from '../texts/yaml.ts';

// npm run check:content [-- --write-schemas]
const root = join(import.meta.dirname, '../..');

if (process.argv.includes('--write-schemas')) {
  for (const [name, text] of Object.entries(jsonSchemas()))
    writeFileSync(join(root, 'dialogs/schema', name), text);
}

const faults = checkContent(root);
for (const fault of faults) console.error(faultLine(fault));
console.log(faults.length === 0 ? 'content: no faults' : `content: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
