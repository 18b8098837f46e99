import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRecogniser } from '../src/understanding/load.ts';

/** Runs all tests and closes with the one line that people and machines look for: `N passed, N failed`. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { update: { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '..');
// A minute the first time; no test should have to wait for it.
loadRecogniser({ dialogsDir: join(root, 'dialogs'), cacheDir: join(root, '.cache') });
const specs = positionals.length > 0 ? positionals : ['tests/**/*.test.ts'];
const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
const child = spawn(process.execPath, [mocha, '--reporter', join(root, 'scripts/reporter.cjs'), ...specs], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...(values.update ? { GOLDEN: 'update' } : {}) },
});
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
