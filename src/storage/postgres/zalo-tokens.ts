import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { StoredTokens, TokenStore } from '../../conversations/push-ports.ts';
import { DataKeyId } from '../../domain/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { withPlatformTables } from './platform-tables.ts';
import type { Tables } from './schema.ts';

const Stored = z.strictObject({
  pair: z.strictObject({
    access: z.string(),
    refresh: z.string(),
    expiresAt: z.iso.datetime().transform((text) => new Date(text)),
  }),
  state: z.enum(['good', 'refreshing', 'dead']),
  seed: z.string().optional(),
});

/** The platform's tokens, sealed under a data key of their own, so that a new key ring wraps them anew like all else. */
export function tokenStore(db: Kysely<Tables>, vault: Vault): TokenStore {
  return {
    read: (account) => read(db, vault, account),
    write: (account, tokens) => write(db, vault, { account, tokens }),
  };
}

async function read(db: Kysely<Tables>, vault: Vault, account: string): Promise<StoredTokens | undefined> {
  const row = await withPlatformTables(db)
    .selectFrom('platform_token as t')
    .innerJoin('data_key as k', 'k.id', 't.key_id')
    .select(['t.sealed', 'k.id', 'k.kek_id', 'k.wrapped'])
    .where('t.account', '=', account)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const key = vault.unwrap({ id: DataKeyId.parse(row.id), kekId: row.kek_id, wrapped: row.wrapped });
  const { seed, ...tokens } = Stored.parse(vault.openJson(key, `token:${account}`, row.sealed));
  return { ...tokens, ...(seed === undefined ? {} : { seed }) };
}

/** One statement, so that a crash leaves the old pair or the new one; the old pair goes with its key. */
async function write(
  db: Kysely<Tables>,
  vault: Vault,
  { account, tokens }: { readonly account: string; readonly tokens: StoredTokens },
): Promise<void> {
  const { dataKey, wrapped } = vault.newKey();
  const sealed = vault.sealJson(dataKey, `token:${account}`, tokens);
  await db.transaction().execute(async (tx) => {
    const old = await sql<{
      key_id: string;
    }>`select key_id from platform_token where account = ${account} for update`.execute(tx);
    await tx
      .insertInto('data_key')
      .values({ id: wrapped.id, kek_id: wrapped.kekId, wrapped: wrapped.wrapped })
      .execute();
    await withPlatformTables(tx)
      .insertInto('platform_token')
      .values({ account, key_id: wrapped.id, sealed })
      .onConflict((conflict) => conflict.column('account').doUpdateSet({ key_id: wrapped.id, sealed }))
      .execute();
    for (const { key_id } of old.rows) await tx.deleteFrom('data_key').where('id', '=', key_id).execute();
  });
}
