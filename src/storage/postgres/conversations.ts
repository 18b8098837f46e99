import { type Kysely, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Accepted, ConversationStore, OpenConversation, Pending } from '../../conversations/ports.ts';
import { ChannelName } from '../../domain/channel.ts';
import { Memory } from '../../domain/conversation.ts';
import { Holder } from '../../domain/holder.ts';
import { ConversationId, DataKeyId } from '../../domain/ids.ts';
import { Content, type Incoming } from '../../domain/message.ts';
import { Urgency } from '../../domain/urgency.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import { type Arrival, conversationIdOf, type Found, find, findOrBegin } from './begin.ts';
import { commitTurn } from './commit.ts';
import { transcript } from './messages.ts';
import type { Tables } from './schema.ts';

const Envelope = z.strictObject({ content: Content, externalId: z.string() });

const freshMemory = Memory.parse({ dialog: {} });

/** Conversations, their inbox and their transcript, on PGlite or PostgreSQL. */
export function conversationStore(db: Kysely<Tables>, vault: Vault): ConversationStore {
  const known: KnownKeys = new LRUCache({ max: 5_000, ttl: 10 * 60_000 });
  return {
    accept: (event, now) => accept(db, vault, { event, now, known }),
    open: (id, limit) => open(db, vault, { id, limit }),
    commit: (turn) => {
      if (turn.forget !== undefined) known.delete(turn.before.id);
      return commitTurn(db, vault, turn);
    },
    countFailure: async (inboxIds) => {
      await db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', [...inboxIds])
        .execute();
    },
    waiting: (olderThan, limit) => waiting(db, olderThan, limit),
    transcript: (id, after, limit) => transcript(db, vault, { id, after, limit }),
    idOf: (channel, senderId) => conversationIdOf(vault, channel, senderId),
    exists: async (id) => (await find(db, vault, id)) !== undefined,
  };
}

/**
 * Keys of conversations under way, so that a message does not have to read its key first. Which key holds
 * is decided by the insert; a key destroyed elsewhere stays in memory for ten minutes at most.
 */
type KnownKeys = LRUCache<ConversationId, DataKey>;

async function accept(
  db: Kysely<Tables>,
  vault: Vault,
  arrival: Arrival & { readonly event: Incoming; readonly known: KnownKeys },
): Promise<Accepted> {
  const { event, known } = arrival;
  const id = conversationIdOf(vault, event.channel, event.senderId);
  for (;;) {
    const key = known.get(id) ?? (await findOrBegin(db, vault, arrival)).key;
    if (await insertEvent(db, vault, { ...arrival, found: { id, key } })) {
      known.set(id, key);
      return { kind: 'accepted', id };
    }
    const now = await find(db, vault, id);
    if (now?.key.id === key.id) return { kind: 'duplicate', id };
    // Forgotten meanwhile: the key it was sealed with is gone, so it is sealed anew.
    known.delete(id);
  }
}

/**
 * False for a redelivery, and when the conversation is not under this key any more. The row lock makes
 * "delete what I wrote" wait for us or us for it, so that no event is left under a destroyed key.
 */
async function insertEvent(
  db: Kysely<Tables>,
  vault: Vault,
  arriving: { readonly event: Incoming; readonly now: Date; readonly found: Found },
): Promise<boolean> {
  const { event, now, found } = arriving;
  const { content, externalId } = event;
  const hash = vault.lookup('external-id', `${event.channel}\0${externalId}`);
  const sealed = vault.sealJson(found.key, `inbox:${found.id}`, { content, externalId });
  const result = await sql`
    insert into inbox (conversation_id, external_hash, occurred_at, received_at, state, content_sealed)
    select id, ${hash}::bytea, ${new Date(event.occurredAt)}::timestamptz, ${now}::timestamptz, 'waiting', ${sealed}::bytea
    from conversation where id = ${found.id}::uuid and key_id = ${found.key.id}::uuid for key share
    on conflict (external_hash) do nothing
    returning id`.execute(db);
  return result.rows.length === 1;
}

async function open(
  db: Kysely<Tables>,
  vault: Vault,
  wanted: { readonly id: ConversationId; readonly limit: number },
): Promise<OpenConversation | undefined> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('data_key as k', 'k.id', 'c.key_id')
    .leftJoin('inbox as i', (join) =>
      join.onRef('i.conversation_id', '=', 'c.id').on('i.state', '=', 'waiting'),
    )
    .leftJoin('block as b', 'b.conversation_id', 'c.id')
    .leftJoin('contact_rule as r', 'r.conversation_id', 'c.id')
    .select(['b.until as blockedUntil', 'r.body_sealed as contactSealed'])
    .select([
      'c.channel',
      'c.holder',
      'c.epoch',
      'c.locale',
      'c.version',
      'c.last_seq',
      'c.urgency',
      'c.state_sealed',
    ])
    .select(['c.last_person_at', 'k.id as keyId', 'k.kek_id', 'k.wrapped'])
    .select(['i.id as inboxId', 'i.attempts', 'i.occurred_at', 'i.received_at', 'i.content_sealed'])
    .where('c.id', '=', wanted.id)
    .orderBy('i.occurred_at')
    .orderBy('i.id')
    .limit(wanted.limit)
    .execute();
  const [row] = rows;
  if (row === undefined) return undefined;
  const key = vault.unwrap({ id: DataKeyId.parse(row.keyId), kekId: row.kek_id, wrapped: row.wrapped });
  const state = row.state_sealed;
  const stopWord = stopWordFrom(vault, { key, id: wanted.id, sealed: row.contactSealed });
  return {
    id: wanted.id,
    channel: ChannelName.parse(row.channel),
    holder: Holder.parse(JSON.parse(row.holder)),
    epoch: row.epoch,
    locale: row.locale,
    version: row.version,
    lastSeq: row.last_seq,
    urgency: Urgency.parse(row.urgency),
    lastPersonAt: row.last_person_at,
    memory: state === null ? freshMemory : Memory.parse(vault.openJson(key, `state:${wanted.id}`, state)),
    ...(row.blockedUntil === null ? {} : { blockedUntil: row.blockedUntil }),
    ...(stopWord === undefined ? {} : { stopWord }),
    pending: rows.flatMap((each) => pendingFrom(vault, { key, id: wanted.id, row: each })),
    sealedWith: key,
  };
}

const StopWord = z.looseObject({ stopWord: z.string().nullable() });

function stopWordFrom(
  vault: Vault,
  {
    key,
    id,
    sealed,
  }: { readonly key: DataKey; readonly id: ConversationId; readonly sealed: Uint8Array | null },
): string | undefined {
  if (sealed === null) return undefined;
  return StopWord.parse(vault.openJson(key, `contact:${id}`, sealed)).stopWord ?? undefined;
}

interface InboxRow {
  readonly inboxId: string | null;
  readonly attempts: number | null;
  readonly occurred_at: Date | null;
  readonly received_at: Date | null;
  readonly content_sealed: Uint8Array | null;
}

function pendingFrom(
  vault: Vault,
  { key, id, row }: { readonly key: DataKey; readonly id: ConversationId; readonly row: InboxRow },
): readonly Pending[] {
  const { inboxId, attempts, occurred_at, received_at, content_sealed } = row;
  if (inboxId === null || occurred_at === null || received_at === null || content_sealed === null) return [];
  const { content, externalId } = Envelope.parse(vault.openJson(key, `inbox:${id}`, content_sealed));
  return [
    {
      inboxId: String(inboxId),
      externalId,
      attempts: attempts ?? 0,
      occurredAt: occurred_at,
      receivedAt: received_at,
      content,
    },
  ];
}

async function waiting(
  db: Kysely<Tables>,
  olderThan: Date,
  limit: number,
): Promise<readonly ConversationId[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['conversation_id', sql`min(id)`.as('first')])
    .where('state', '=', 'waiting')
    .where('received_at', '<=', olderThan)
    .groupBy('conversation_id')
    .orderBy('first')
    .limit(limit)
    .execute();
  return rows.map((row) => ConversationId.parse(row.conversation_id));
}
