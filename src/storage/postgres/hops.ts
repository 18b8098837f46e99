import { type Kysely, sql, type Transaction } from 'kysely';
import type { Hops, Severing } from '../../conversations/ports.ts';
import { Memory } from '../../domain/conversation.ts';
import type { ConversationId } from '../../domain/ids.ts';
import { type DataKey, dataKeyOf, type Vault } from '../vault/vault.ts';
import { findOrBegin } from './begin.ts';
import type { Tables } from './schema.ts';

const context = 'hop';

/**
 * Puts what moves behind the link: found by the token's keyed hash, opened only with the token itself.
 * The old conversation's times are cut to the day, so that a dump cannot join both ends by the minute.
 */
export async function sever(
  tx: Transaction<Tables>,
  vault: Vault,
  { id, severing }: { readonly id: ConversationId; readonly severing: Severing },
): Promise<void> {
  const { token, memory, expiresAt } = severing;
  const sealed = vault.sealJson(keyOf(vault, token), context, memory);
  await tx
    .insertInto('hop')
    .values({ token_hash: vault.lookup('token', token), memory_sealed: sealed, expires_at: expiresAt })
    .execute();
  await tx.deleteFrom('handoff').where('conversation_id', '=', id).execute();
  for (const { table, key, columns } of times) await cutToDay(tx, { table, key, columns, id });
}

/** Every time that the platform's side keeps of a conversation. */
const times = [
  { table: 'conversation', key: 'id', columns: ['created_at', 'last_person_at'] },
  { table: 'inbox', key: 'conversation_id', columns: ['occurred_at', 'received_at'] },
  { table: 'message', key: 'conversation_id', columns: ['at'] },
  { table: 'outbox', key: 'conversation_id', columns: ['next_at'] },
  { table: 'staff_event', key: 'conversation_id', columns: ['at'] },
] as const;

interface Cut {
  readonly table: string;
  readonly key: string;
  readonly columns: readonly string[];
  readonly id: ConversationId;
}

async function cutToDay(tx: Transaction<Tables>, { table, key, columns, id }: Cut): Promise<void> {
  const days = columns.map((column) => sql`${sql.ref(column)} = date_trunc('day', ${sql.ref(column)})`);
  await sql`update ${sql.table(table)} set ${sql.join(days)} where ${sql.ref(key)} = ${id}::uuid`.execute(tx);
}

export function hopStore(db: Kysely<Tables>, vault: Vault): Hops {
  return { redeem: (token, arrival, now) => redeem(db, vault, { token, arrival, now }) };
}

interface Redeeming {
  readonly token: string;
  readonly arrival: Parameters<Hops['redeem']>[1];
  readonly now: Date;
}

async function redeem(
  db: Kysely<Tables>,
  vault: Vault,
  { token, arrival, now }: Redeeming,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .deleteFrom('hop')
      .where('token_hash', '=', vault.lookup('token', token))
      .returningAll()
      .executeTakeFirst();
    if (row === undefined || row.expires_at <= now) return false;
    const memory = Memory.parse(vault.openJson(keyOf(vault, token), context, row.memory_sealed));
    const { id, key } = await findOrBegin(tx, vault, { event: arrival, now });
    const state = vault.sealJson(key, `state:${id}`, memory);
    const urgency = memory.carriedUrgency ?? 'routine';
    await tx
      .updateTable('conversation')
      .set({ state_sealed: state, urgency })
      .where('id', '=', id)
      .where('version', '=', 0)
      .execute();
    return true;
  });
}

/** Forgets links that were never used. */
export async function sweepHops(db: Kysely<Tables>, now: Date): Promise<void> {
  await db.deleteFrom('hop').where('expires_at', '<=', now).execute();
}

function keyOf(vault: Vault, token: string): DataKey {
  return dataKeyOf('00000000-0000-4000-8000-000000000000', vault.derive(`hop:${token}`));
}
