import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperationalError } from '../../domain/errors.ts';

/** Sealed bytes by name on a disk or in a bucket. Writing is all or nothing. */
export interface SealedFiles {
  write(name: string, sealed: Buffer): Promise<void>;
  read(name: string): Promise<Buffer | undefined>;
  remove(name: string): Promise<void>;
}

export function sealedFilesIn(folder: string): SealedFiles {
  const path = (name: string): string => join(folder, name.slice(0, 2), name);
  return {
    write: (name, sealed) => writeWhole(path(name), sealed),
    read: (name) => readIfThere(path(name)),
    remove: (name) => rm(path(name), { force: true }),
  };
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
