import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Keyring, newKeyring, parseKeyring } from './keyring.ts';

/** Reads the ring at `path`; on the first start of a new DATA_DIR writes one with mode 0600. */
export async function loadKeyring(path: string, now: Date): Promise<Keyring> {
  const existing = await readIfThere(path);
  if (existing !== undefined) return parseKeyring(existing);
  const next = await writeBeside(path, newKeyring(now));
  try {
    // Of two processes that start at once, one ring must win and both must use it: a link never overwrites.
    await link(next, path).catch(unlessThere);
  } finally {
    await rm(next, { force: true });
  }
  await syncFolder(path);
  return parseKeyring(await readFile(path, 'utf8'));
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

/** Replaces the file in one step and flushes it to the disk: a half-written ring would lose everything. */
export async function writeKeyring(path: string, text: string): Promise<void> {
  await rename(await writeBeside(path, text), path);
  await syncFolder(path);
}

async function writeBeside(path: string, text: string): Promise<string> {
  const next = `${path}.${randomUUID()}`;
  const file = await open(next, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  return next;
}

async function syncFolder(path: string): Promise<void> {
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
