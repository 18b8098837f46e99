import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = join(root, 'dist/console');
const stamp = join(root, 'dist/console.stamp');
const vite = join(root, 'node_modules/vite/bin/vite.js');
const sources = [
  'src/web/{console,vite}/**/*.*',
  'locales/*/{console,flows/*}.yaml',
  'dialogs/flows/*.yaml',
  'package-lock.json',
];

let building: Promise<string> | undefined;

/**
 * The folder of the built console. It is built when it is missing or not of these sources, which takes
 * some ten seconds in a process of its own; where Vite is not installed, what was built before is served.
 */
export function ensureConsole(): Promise<string> {
  building ??= buildIfNeeded().finally(() => {
    building = undefined;
  });
  return building;
}

async function buildIfNeeded(): Promise<string> {
  if (!existsSync(vite)) {
    if (existsSync(join(out, 'index.html'))) return out;
    throw new Error(
      'the console is not built, and Vite is not installed: run `npm ci && npm run build:console` first',
    );
  }
  const wanted = await fingerprint();
  const built = await readFile(stamp, 'utf8').catch(() => '');
  if (built === wanted && existsSync(join(out, 'index.html'))) return out;
  await runVite();
  await writeFile(stamp, wanted);
  return out;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const names: string[] = [];
  for await (const name of glob(sources, { cwd: root })) names.push(name);
  for (const name of names.toSorted()) hash.update(name).update(await readFile(join(root, name)));
  return hash.digest('hex');
}

/** Builds beside the folder in service and swaps, so that a page is never served half built. */
async function runVite(): Promise<void> {
  const fresh = `${out}-${process.pid}`;
  await run(['build', '--config', 'src/web/vite/console.config.ts', '--outDir', fresh]);
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
}

function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [vite, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`vite build ended with ${code}: ${said}`)),
    );
  });
}
