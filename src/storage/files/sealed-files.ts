import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperationalError } from '../../domain/errors.ts';

/** Sealed bytes by name on a disk or in a bucket. Writing is all or nothing. */
export interface SealedFiles {
  write(name: string, sealed: Buffer): Promise<void>;
  read(name: string): Promise<Buffer | undefined>;
  remove(name: string): Promise<void>;
  /** All names, also of writings that a crash left half done, with the time of their last change. */
  list(): AsyncIterable<{ readonly name: string; readonly changedAt: Date }>;
}

export function sealedFilesIn(folder: string): SealedFiles {
  const path = (name: string): string => join(folder, name.slice(0, 2), name);
  return {
    write: (name, sealed) => writeWhole(path(name), sealed),
    read: (name) => readIfThere(path(name)),
    remove: (name) => rm(path(name), { force: true }),
    list: () => listAll(folder),
  };
}

async function* listAll(folder: string): AsyncGenerator<{ name: string; changedAt: Date }> {
  for (const shelf of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, shelf))) {
      const found = await stat(join(folder, shelf, name)).catch(() => undefined);
      if (found !== undefined) yield { name, changedAt: found.mtime };
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function writeWhole(path: string, sealed: Buffer): Promise<void> {
  const partial = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(partial, 'w', 0o600);
    try {
      await file.writeFile(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    const full =
      cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
    throw new OperationalError(full ? 'storage.full' : 'storage.unavailable', { retryable: true, cause });
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
