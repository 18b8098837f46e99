import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Keyring, newKeyring, parseKeyring } from './keyring.ts';

/** Reads the ring at `path`; on the first start of a new DATA_DIR writes one with mode 0600. */
export async function loadKeyring(path: string, now: Date): Promise<Keyring> {
  const existing = await readIfThere(path);
  if (existing !== undefined) return parseKeyring(existing);
  const text = newKeyring(now);
  await writeKeyring(path, text);
  return parseKeyring(text);
}

/** Replaces the file in one step and flushes it to the disk: a half-written ring would lose everything. */
export async function writeKeyring(path: string, text: string): Promise<void> {
  const next = `${path}.${randomUUID()}`;
  const file = await open(next, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(next, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
