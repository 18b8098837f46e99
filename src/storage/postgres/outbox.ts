import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { DueSending, Outbox, SendingOutcome } from '../../conversations/ports.ts';
import { ChannelName } from '../../domain/channel.ts';
import { ConversationId, DataKeyId } from '../../domain/ids.ts';
import { TranscriptBody } from '../../domain/message.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

const Row = z.object({
  id: z.coerce.string(),
  conversation_id: ConversationId,
  channel: ChannelName,
  seq: z.number(),
  attempts: z.number(),
  stale: z.boolean(),
  body_sealed: z.instanceof(Uint8Array),
  sender_sealed: z.instanceof(Uint8Array),
  key_id: DataKeyId,
  kek_id: z.string(),
  wrapped: z.instanceof(Uint8Array),
});

/** Replies that wait to be sent to a platform: in order in each conversation, with back-off. */
export function outbox(db: Kysely<Tables>, vault: Vault): Outbox {
  return {
    due: (now, limit) => due(db, vault, { now, limit }),
    record: (id, outcome) => record(db, id, outcome),
  };
}

async function due(
  db: Kysely<Tables>,
  vault: Vault,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<readonly DueSending[]> {
  const result = await sql`
    select * from (select distinct on (o.conversation_id) o.id, o.conversation_id, o.channel, o.seq, o.attempts,
      o.epoch < c.epoch and c.holder::json->>'kind' = 'staff' as stale, m.body_sealed, c.sender_sealed, k.id as key_id, k.kek_id, k.wrapped, o.next_at
    from outbox o
      join conversation c on c.id = o.conversation_id
      join data_key k on k.id = c.key_id
      join message m on m.conversation_id = o.conversation_id and m.seq = o.seq
    where o.state = 'due'
    order by o.conversation_id, o.seq) as first
    where stale or next_at <= ${now}::timestamptz
    order by next_at
    limit ${limit}`.execute(db);
  const rows = z.array(Row.extend({ next_at: z.date() })).parse(result.rows);
  const ready: DueSending[] = [];
  for (const row of rows) {
    if (row.stale) await refuse(db, row.id);
    else if (row.next_at <= now) ready.push(opened(vault, row));
  }
  return claimed(db, ready, now);
}

/** How long one process has for a sending before another takes it for left behind. */
const lease = 60_000;

/** Of several processes that see the same sendings due, each gets other ones. */
async function claimed(
  db: Kysely<Tables>,
  ready: readonly DueSending[],
  now: Date,
): Promise<readonly DueSending[]> {
  if (ready.length === 0) return [];
  const rows = await db
    .updateTable('outbox')
    .set({ next_at: new Date(now.getTime() + lease) })
    .where(
      'id',
      'in',
      ready.map(({ id }) => id),
    )
    .where('state', '=', 'due')
    .where('next_at', '<=', now)
    .returning('id')
    .execute();
  const ours = new Set(rows.map(({ id }) => String(id)));
  return ready.filter(({ id }) => ours.has(id));
}

async function refuse(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'refused', error_code: 'epoch.stale' })
    .where('id', '=', id)
    .execute();
}

function opened(vault: Vault, row: z.infer<typeof Row>): DueSending {
  const key = vault.unwrap({ id: row.key_id, kekId: row.kek_id, wrapped: row.wrapped });
  const body = vault.openJson(key, `message:${row.conversation_id}:${row.seq}`, row.body_sealed);
  return {
    id: row.id,
    conversationId: row.conversation_id,
    channel: row.channel,
    senderId: vault.open(key, `sender:${row.conversation_id}`, row.sender_sealed).toString('utf8'),
    seq: row.seq,
    attempts: row.attempts,
    body: TranscriptBody.parse(body),
  };
}

async function record(db: Kysely<Tables>, id: string, outcome: SendingOutcome): Promise<void> {
  const counted = db
    .updateTable('outbox')
    .where('id', '=', id)
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }));
  if (outcome.kind === 'sent') await counted.set({ state: 'sent', error_code: null }).execute();
  else if (outcome.kind === 'failed')
    await counted.set({ state: 'failed', error_code: outcome.errorCode }).execute();
  else if (outcome.counted)
    await counted.set({ next_at: outcome.at, error_code: outcome.errorCode }).execute();
  else
    await db
      .updateTable('outbox')
      .set({ next_at: outcome.at, error_code: outcome.errorCode })
      .where('id', '=', id)
      .execute();
}
