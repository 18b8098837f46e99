import { readFile } from 'node:fs/promises';
import type { Database } from '../../storage/postgres/database.ts';
import { kekIdsInUse, rewrapAll } from '../../storage/postgres/keys.ts';
import { parseKeyring, withNewKey, withoutOldKeys } from '../../storage/vault/keyring.ts';
import { writeKeyring } from '../../storage/vault/keyring-file.ts';
import { Vault } from '../../storage/vault/vault.ts';

export interface Rotated {
  readonly current: string;
  /** Data keys that are now wrapped by it. */
  readonly rewrapped: number;
  /** A rotation that had stopped half-way was finished; no further key was made. */
  readonly resumed: boolean;
}

/**
 * A new key-encryption key in three steps, each safe to stop at: the ring gets the new key and keeps the old;
 * every data key is wrapped anew; only when none is left under the old key does that go. After a crash
 * the same command goes on where it stopped. No server may run meanwhile: it would not know the new key.
 */
export async function rotateKeys(db: Database['db'], path: string, now: Date): Promise<Rotated> {
  const before = await readFile(path, 'utf8');
  const resumed = parseKeyring(before).keys.size > 1;
  const text = resumed ? before : withNewKey(before, now);
  if (!resumed) await writeKeyring(path, text);
  const ring = parseKeyring(text);
  const rewrapped = await rewrapAll(db, new Vault(ring), ring.current);
  const left = (await kekIdsInUse(db)).filter((id) => id !== ring.current);
  if (left.length > 0)
    throw new Error('some data keys are still wrapped by an old key; run the command again');
  await writeKeyring(path, withoutOldKeys(text));
  return { current: ring.current, rewrapped, resumed };
}

export interface KeyUse {
  readonly id: string;
  readonly current: boolean;
  readonly dataKeys: number;
}

export async function keyStatus(db: Database['db'], path: string): Promise<readonly KeyUse[]> {
  const ring = parseKeyring(await readFile(path, 'utf8'));
  const rows = await db
    .selectFrom('data_key')
    .select((eb) => ['kek_id', eb.fn.countAll().as('count')])
    .groupBy('kek_id')
    .execute();
  const counts = new Map(rows.map(({ kek_id, count }) => [kek_id, Number(count)]));
  const ids = [...new Set([...ring.keys.keys(), ...counts.keys()])];
  return ids.map((id) => ({ id, current: id === ring.current, dataKeys: counts.get(id) ?? 0 }));
}
