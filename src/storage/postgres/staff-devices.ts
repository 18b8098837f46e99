import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { StaffId } from '../../domain/ids.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';
import { staffKey } from './staff.ts';
import type { StaffPasskeyTable } from './staff-schema.ts';

export interface StoredPasskey {
  readonly id: string;
  readonly staffId: StaffId;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export function passkeyStore(db: Kysely<Tables>) {
  return {
    add: async (key: StoredPasskey): Promise<void> => {
      const row = {
        id: key.id,
        staff_id: key.staffId,
        public_key: key.publicKey,
        counter: key.counter,
        name: key.name,
        created_at: key.createdAt,
      };
      await db
        .insertInto('staff_passkey')
        .values({ ...row, transports: JSON.stringify(key.transports), last_used_at: key.lastUsedAt })
        .execute();
    },
    byId: async (id: string) =>
      passkeyOf(await db.selectFrom('staff_passkey').selectAll().where('id', '=', id).executeTakeFirst()),
    list: async (staffId: StaffId): Promise<readonly StoredPasskey[]> => {
      const rows = await db
        .selectFrom('staff_passkey')
        .selectAll()
        .where('staff_id', '=', staffId)
        .orderBy('created_at')
        .execute();
      return rows.flatMap((row) => passkeyOf(row) ?? []);
    },
    used: async (id: string, counter: number, at: Date): Promise<void> => {
      await db.updateTable('staff_passkey').set({ counter, last_used_at: at }).where('id', '=', id).execute();
    },
    remove: async (staffId: StaffId, id: string): Promise<boolean> => {
      const gone = await db
        .deleteFrom('staff_passkey')
        .where('id', '=', id)
        .where('staff_id', '=', staffId)
        .returning('id')
        .executeTakeFirst();
      return gone !== undefined;
    },
  };
}

function passkeyOf(row: Selectable<StaffPasskeyTable> | undefined): StoredPasskey | undefined {
  if (row === undefined) return undefined;
  return {
    id: row.id,
    staffId: StaffId.parse(row.staff_id),
    publicKey: new Uint8Array(row.public_key),
    counter: Number(row.counter),
    transports: z.array(z.string()).parse(JSON.parse(row.transports)),
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Web Push subscriptions of staff devices, sealed; found again by the hash of their endpoint. */
export function pushStore(db: Kysely<Tables>, vault: Vault) {
  const key = staffKey(vault);
  const hashOf = (endpoint: string): Buffer => vault.lookup('token', `push\0${endpoint}`);
  return {
    put: async (staffId: StaffId, endpoint: string, subscription: string, at: Date): Promise<void> => {
      const row = {
        endpoint_hash: hashOf(endpoint),
        staff_id: staffId,
        sealed: vault.seal(key, `push:${staffId}`, subscription),
        created_at: at,
      };
      await db
        .insertInto('push_subscription')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('endpoint_hash').doUpdateSet({ staff_id: row.staff_id, sealed: row.sealed }),
        )
        .execute();
    },
    list: async (staffId: StaffId): Promise<readonly string[]> => {
      const rows = await db
        .selectFrom('push_subscription')
        .select('sealed')
        .where('staff_id', '=', staffId)
        .execute();
      return rows.map(({ sealed }) => vault.open(key, `push:${staffId}`, sealed).toString('utf8'));
    },
    remove: async (endpoint: string): Promise<void> => {
      await db.deleteFrom('push_subscription').where('endpoint_hash', '=', hashOf(endpoint)).execute();
    },
    removeAll: async (staffId: StaffId): Promise<void> => {
      await db.deleteFrom('push_subscription').where('staff_id', '=', staffId).execute();
    },
  };
}
