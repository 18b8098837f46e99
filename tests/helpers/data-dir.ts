import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/storage/postgres/database.ts';
import { openJobs } from '../../src/storage/postgres/jobs.ts';
import { loadRecogniser } from '../../src/understanding/load.ts';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.cache');

/** A new DATA_DIR with a migrated database, as after a first start but without keys; the recogniser is trained. */
export async function newDataDir(): Promise<string> {
  trainRecogniser();
  return newDatabaseDir();
}

/** A new folder with only a migrated database. Making the first takes many seconds, so it is copied. */
export async function newDatabaseDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-'));
  await cp(await databaseTemplate(), join(dataDir, 'database'), { recursive: true });
  return dataDir;
}

let trained = false;

/** Training takes up to a minute and is kept beside the program: tests meet the whole recogniser, never half of it. */
function trainRecogniser(): void {
  if (!trained) loadRecogniser({ dialogsDir: join(root, 'dialogs'), cacheDir: cache });
  trained = true;
}

let template: Promise<string> | undefined;

function databaseTemplate(): Promise<string> {
  template ??= findOrMake();
  return template;
}

async function findOrMake(): Promise<string> {
  const path = join(cache, `test-database-${await schemaHash()}`);
  if (await isThere(path)) return path;
  const making = join(cache, `making-${randomUUID()}`);
  await mkdir(making, { recursive: true });
  const database = await openDatabase({ dataDir: making });
  const jobs = await openJobs(database, () => undefined);
  await jobs.stop();
  await database.close();
  // Of two processes making it at once the first to arrive wins; both made the same.
  await rename(join(making, 'database'), path).catch(() => undefined);
  await rm(making, { recursive: true, force: true });
  return path;
}

async function schemaHash(): Promise<string> {
  const folder = join(root, 'src/storage/postgres/migrations');
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) hash.update(await readFile(join(folder, name)));
  hash.update(await readFile(join(root, 'src/storage/postgres/migrate.ts')));
  hash.update(await readFile(join(root, 'node_modules/@electric-sql/pglite/package.json')));
  hash.update(await readFile(join(root, 'node_modules/pg-boss/package.json')));
  return hash.digest('hex').slice(0, 16);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
