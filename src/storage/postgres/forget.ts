import type { Transaction } from 'kysely';
import type { OpenConversation } from '../../conversations/ports.ts';
import { DataKeyId } from '../../domain/ids.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import { MovedOn } from './moved-on.ts';
import type { Tables } from './schema.ts';

/**
 * Destroys what was written: the transcript and its key go, and the conversation continues under a
 * new key, so that the person still gets the confirmation. Gives back the new key.
 */
export async function forget(
  tx: Transaction<Tables>,
  vault: Vault,
  before: OpenConversation,
): Promise<DataKey> {
  const row = await tx
    .selectFrom('conversation as c')
    .innerJoin('data_key as k', 'k.id', 'c.key_id')
    .select(['c.sender_sealed', 'k.id as keyId', 'k.kek_id', 'k.wrapped'])
    .where('c.id', '=', before.id)
    .where('c.version', '=', before.version)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new MovedOn();
  const old = vault.unwrap({ id: DataKeyId.parse(row.keyId), kekId: row.kek_id, wrapped: row.wrapped });
  const { dataKey, wrapped } = vault.newKey();
  const sender = vault.open(old, `sender:${before.id}`, row.sender_sealed);
  await tx
    .insertInto('data_key')
    .values({ id: wrapped.id, kek_id: wrapped.kekId, wrapped: wrapped.wrapped })
    .execute();
  await tx
    .updateTable('conversation')
    .set({
      key_id: wrapped.id,
      sender_sealed: vault.seal(dataKey, `sender:${before.id}`, sender),
      state_sealed: null,
    })
    .where('id', '=', before.id)
    .execute();
  await resealWaiting(tx, vault, { id: before.id, old, dataKey });
  await tx.deleteFrom('message').where('conversation_id', '=', before.id).execute();
  await tx.deleteFrom('data_key').where('id', '=', old.id).execute();
  return dataKey;
}

/** What arrived meanwhile and is not answered yet must still open under the new key. */
async function resealWaiting(
  tx: Transaction<Tables>,
  vault: Vault,
  { id, old, dataKey }: { readonly id: string; readonly old: DataKey; readonly dataKey: DataKey },
): Promise<void> {
  const rows = await tx
    .selectFrom('inbox')
    .select(['id', 'content_sealed'])
    .where('conversation_id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
  for (const row of rows) {
    if (row.content_sealed === null) continue;
    const content = vault.open(old, `inbox:${id}`, row.content_sealed);
    await tx
      .updateTable('inbox')
      .set({ content_sealed: vault.seal(dataKey, `inbox:${id}`, content) })
      .where('id', '=', row.id)
      .execute();
  }
  // Events set aside earlier were written before this moment, too: they go with the rest.
  await tx
    .updateTable('inbox')
    .set({ content_sealed: null })
    .where('conversation_id', '=', id)
    .where('state', '=', 'parked')
    .execute();
}
