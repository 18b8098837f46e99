import type { Kysely } from 'kysely';
import { DataKeyId } from '../../domain/ids.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

const portion = 500;

/** The ids of the key-encryption keys that some data key is wrapped by. */
export async function kekIdsInUse(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db.selectFrom('data_key').select('kek_id').distinct().execute();
  return rows.map((row) => row.kek_id);
}

/** Wraps every data key anew under the current key of the ring; what is sealed stays as it is. */
export async function rewrapAll(db: Kysely<Tables>, vault: Vault, currentKekId: string): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await db
      .selectFrom('data_key')
      .selectAll()
      .where('kek_id', '!=', currentKekId)
      .limit(portion)
      .execute();
    if (rows.length === 0) return count;
    for (const row of rows) {
      const key = vault.unwrap({ id: DataKeyId.parse(row.id), kekId: row.kek_id, wrapped: row.wrapped });
      const { kekId, wrapped } = vault.wrap(key);
      await db.updateTable('data_key').set({ kek_id: kekId, wrapped }).where('id', '=', row.id).execute();
    }
    count += rows.length;
  }
}
