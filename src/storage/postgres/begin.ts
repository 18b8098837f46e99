import type { Kysely } from 'kysely';
import { ConversationId, DataKeyId } from '../../domain/ids.ts';
import type { Incoming } from '../../domain/message.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

export interface Arrival {
  readonly event: Pick<Incoming, 'channel' | 'senderId'>;
  readonly now: Date;
}

export interface Found {
  readonly id: ConversationId;
  readonly key: DataKey;
}

/**
 * A conversation's id is the keyed hash of its channel and sender, written as a UUID (version 8): it is
 * found without a search, by any process, and says nothing to who lacks the key ring.
 */
export function conversationIdOf(vault: Vault, channel: string, senderId: string): ConversationId {
  const bytes = vault.lookup('sender', `${channel}\0${senderId}`).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return ConversationId.parse(
    [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
  );
}

/** The conversation of an arriving event with its opened key; begun if the person is new. */
export async function findOrBegin(db: Kysely<Tables>, vault: Vault, arrival: Arrival): Promise<Found> {
  const id = conversationIdOf(vault, arrival.event.channel, arrival.event.senderId);
  const found = await find(db, vault, id);
  if (found !== undefined) return found;
  await begin(db, vault, { ...arrival, id });
  const begun = await find(db, vault, id);
  if (begun === undefined) throw new Error('a conversation that was just begun is not there');
  return begun;
}

export async function find(db: Kysely<Tables>, vault: Vault, id: ConversationId): Promise<Found | undefined> {
  const row = await db
    .selectFrom('conversation')
    .innerJoin('data_key', 'data_key.id', 'conversation.key_id')
    .select(['data_key.id as keyId', 'kek_id', 'wrapped'])
    .where('conversation.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const key = vault.unwrap({ id: DataKeyId.parse(row.keyId), kekId: row.kek_id, wrapped: row.wrapped });
  return { id, key };
}

async function begin(
  db: Kysely<Tables>,
  vault: Vault,
  arrival: Arrival & { readonly id: ConversationId },
): Promise<void> {
  const { event, now, id } = arrival;
  const { dataKey, wrapped } = vault.newKey();
  const write = async (tx: Kysely<Tables>): Promise<void> => {
    await tx
      .insertInto('data_key')
      .values({ id: wrapped.id, kek_id: wrapped.kekId, wrapped: wrapped.wrapped })
      .execute();
    const rows = await tx
      .insertInto('conversation')
      .values({
        id,
        channel: event.channel,
        sender_sealed: vault.seal(dataKey, `sender:${id}`, event.senderId),
        key_id: wrapped.id,
        holder: JSON.stringify({ kind: 'bot' }),
        epoch: 0,
        locale: 'vi',
        version: 0,
        last_seq: 0,
        urgency: 'routine',
        state_sealed: null,
        created_at: now,
        last_person_at: now,
      })
      // Two first messages at once: the second finds the conversation that the first began.
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    if (rows.length === 0) await tx.deleteFrom('data_key').where('id', '=', wrapped.id).execute();
  };
  await (db.isTransaction ? write(db) : db.transaction().execute(write));
}
