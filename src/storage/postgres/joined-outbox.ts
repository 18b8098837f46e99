import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { DueSending, Outbox, SendingOutcome } from '../../conversations/ports.ts';
import type { ChannelName } from '../../domain/channel.ts';
import { DataKeyId } from '../../domain/ids.ts';
import { Author, TranscriptBody } from '../../domain/message.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

const Row = z.object({
  id: z.coerce.string(),
  seq: z.number(),
  author: Author,
  body_sealed: z.instanceof(Uint8Array),
  key_id: DataKeyId,
  kek_id: z.string(),
  wrapped: z.instanceof(Uint8Array),
});

interface Joining {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly channels: ReadonlySet<ChannelName>;
}

/**
 * An outbox whose due replies bring along the further ones of the same speaker and epoch, for channels
 * where each message counts. What becomes of the first becomes of all: they are one message.
 */
export function joinedOutbox(inner: Outbox, joining: Joining): Outbox {
  const joinedBy = new Map<string, readonly string[]>();
  return {
    due: async (now, limit) => {
      const due = await inner.due(now, limit);
      return Promise.all(due.map((sending) => join(joining, joinedBy, sending)));
    },
    record: async (id, outcome) => {
      const ids = joinedBy.get(id) ?? [];
      joinedBy.delete(id);
      if (ids.length > 0 && outcome.kind !== 'retry') await recordJoined(joining.db, ids, outcome);
      await inner.record(id, outcome);
    },
  };
}

async function join(
  joining: Joining,
  joinedBy: Map<string, readonly string[]>,
  sending: DueSending,
): Promise<DueSending> {
  const rows = await sameSpeaker(joining, sending);
  const [first, ...others] = rows;
  if (first === undefined) return sending;
  const further = joining.channels.has(sending.channel) ? others : [];
  joinedBy.set(
    sending.id,
    further.map(({ id }) => id),
  );
  const key = joining.vault.unwrap({ id: first.key_id, kekId: first.kek_id, wrapped: first.wrapped });
  const joined = further.map(({ seq, body_sealed }) =>
    TranscriptBody.parse(
      joining.vault.openJson(key, `message:${sending.conversationId}:${seq}`, body_sealed),
    ),
  );
  return { ...sending, author: first.author, joined };
}

const mostJoined = 8;

/**
 * The reply itself and those after it of the same turn: same speaker, epoch and moment. A later turn never
 * joins one that is being retried, so a retry is cut into the same parts.
 */
async function sameSpeaker({ db }: Joining, sending: DueSending): Promise<readonly z.infer<typeof Row>[]> {
  const result = await sql`
    select o.id, o.seq, o.epoch, m.author, m.at, m.body_sealed, k.id as key_id, k.kek_id, k.wrapped
    from outbox o
      join message m on m.conversation_id = o.conversation_id and m.seq = o.seq
      join conversation c on c.id = o.conversation_id
      join data_key k on k.id = c.key_id
    where o.conversation_id = ${sending.conversationId}::uuid and o.state = 'due' and o.seq >= ${sending.seq}::int
    order by o.seq limit ${mostJoined}::int`.execute(db);
  const rows = z.array(Row.extend({ epoch: z.number(), at: z.date() })).parse(result.rows);
  const [first] = rows;
  const end = rows.findIndex((row) => !sameTurn(row, first));
  return end < 0 ? rows : rows.slice(0, end);
}

interface Spoken {
  readonly author: Author;
  readonly epoch: number;
  readonly at: Date;
}

function sameTurn(one: Spoken, other: Spoken | undefined): boolean {
  return one.author === other?.author && one.epoch === other.epoch && one.at.getTime() === other.at.getTime();
}

async function recordJoined(
  db: Kysely<Tables>,
  ids: readonly string[],
  outcome: Exclude<SendingOutcome, { kind: 'retry' }>,
): Promise<void> {
  const errorCode = outcome.kind === 'sent' ? null : outcome.errorCode;
  await db
    .updateTable('outbox')
    .set((eb) => ({ state: outcome.kind, error_code: errorCode, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', [...ids])
    .execute();
}
