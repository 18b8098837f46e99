import { type Kysely, sql, type Transaction } from 'kysely';
import type { OpenConversation, TurnCommit } from '../../conversations/ports.ts';
import { type ChannelName, deliveryOf } from '../../domain/channel.ts';
import type { TranscriptBody } from '../../domain/message.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import { forget } from './forget.ts';
import { sever } from './hops.ts';
import { MovedOn } from './moved-on.ts';
import { countRating } from './ratings.ts';
import { writeReport } from './reports.ts';
import type { Tables } from './schema.ts';

/**
 * Commits one turn. Most turns are a single statement (conversation, transcript, outbox and inbox
 * together); one that also touches reports or handoffs, or forgets, wraps more of them in a transaction.
 */
export async function commitTurn(
  db: Kysely<Tables>,
  vault: Vault,
  turn: TurnCommit,
): Promise<'committed' | 'moved-on'> {
  const { reports, handoffs, forget: forgotten, ratings } = turn;
  if (reports.length === 0 && handoffs.length === 0 && forgotten === undefined && ratings === undefined) {
    return (await writeTurn(db, vault, turn)) ? 'committed' : 'moved-on';
  }
  try {
    await db.transaction().execute((tx) => writeAll(tx, vault, turn));
    return 'committed';
  } catch (error) {
    if (error instanceof MovedOn) return 'moved-on';
    throw error;
  }
}

async function writeAll(tx: Transaction<Tables>, vault: Vault, turn: TurnCommit): Promise<void> {
  const resealed = turn.forget === undefined ? undefined : await forget(tx, vault, turn.before);
  const kept = resealed === undefined ? turn : { ...turn, before: { ...turn.before, sealedWith: resealed } };
  if (!(await writeTurn(tx, vault, kept))) throw new MovedOn();
  if (turn.sever !== undefined) await sever(tx, vault, { id: turn.before.id, severing: turn.sever });
  for (const change of turn.reports) await writeReport(tx, vault, change);
  if (turn.forget !== undefined) await deleteDrafts(tx, turn.forget.reports);
  if (turn.handoffs.length > 0) await writeHandoffs(tx, turn);
  for (const rating of turn.ratings ?? []) await countRating(tx, rating, turn.after.lastPersonAt);
}

async function deleteDrafts(tx: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const row = await tx
      .deleteFrom('report')
      .where('id', '=', id)
      .where('state', '=', 'draft')
      .returning('key_id')
      .executeTakeFirst();
    if (row !== undefined) await tx.deleteFrom('data_key').where('id', '=', row.key_id).execute();
  }
}

const rank = sql.raw("array['routine', 'soon', 'urgent', 'immediate']");

/** One row a request: asked again while it waits, it keeps its first time, and the more urgent reason of both. */
async function writeHandoffs(tx: Transaction<Tables>, turn: TurnCommit): Promise<void> {
  for (const { id, urgency, reason, openedAt } of turn.handoffs) {
    await sql`insert into handoff (id, conversation_id, urgency, reason, state, opened_at)
      values (${id}::uuid, ${turn.before.id}::uuid, ${urgency}, ${reason}, 'open', ${openedAt}::timestamptz)
      on conflict (id) do update set urgency = excluded.urgency, reason = excluded.reason
      where array_position(${rank}, excluded.urgency) > array_position(${rank}, handoff.urgency)`.execute(tx);
  }
}

interface MessageRow {
  readonly seq: number;
  readonly author: string;
  readonly at: string;
  readonly body: string;
}

/** The one statement of an ordinary turn; false when the conversation's version has moved on. */
async function writeTurn(db: Kysely<Tables>, vault: Vault, turn: TurnCommit): Promise<boolean> {
  const { before, after } = turn;
  const messages = sealMessages(vault, turn);
  const outgoing =
    deliveryOf(before.channel) === 'push'
      ? messages.filter((_, index) => isOutgoing(before.channel, turn.entries[index]?.body))
      : [];
  const state = vault.sealJson(keyOf(before), `state:${before.id}`, after.memory);
  const parked = turn.parked;
  const result = await sql<{ moved: number | string }>`
    with moved as (
      update conversation set holder = ${JSON.stringify(after.holder)}, epoch = ${after.epoch}::int, version = version + 1,
        last_seq = last_seq + ${messages.length}::int, urgency = ${after.urgency}, state_sealed = ${state}::bytea,
        last_person_at = ${after.lastPersonAt}::timestamptz
      where id = ${before.id}::uuid and version = ${before.version}::int
      returning id
    ), entries as (
      insert into message (conversation_id, seq, author, at, body_sealed)
      select moved.id, m.seq, m.author, m.at, decode(m.body, 'base64')
      from moved, json_to_recordset(${JSON.stringify(messages)}::json) as m(seq int, author text, at timestamptz, body text)
    ), sendings as (
      insert into outbox (conversation_id, seq, epoch, channel, state, next_at)
      select moved.id, m.seq, ${after.epoch}::int, ${before.channel}, 'due', m.at
      from moved, json_to_recordset(${JSON.stringify(outgoing)}::json) as m(seq int, at timestamptz)
    ), redacted as (
      update message set body_sealed = decode(r.body, 'base64')
      from moved, json_to_recordset(${JSON.stringify(redactions(vault, turn))}::json) as r(seq int, body text)
      where message.conversation_id = moved.id and message.seq = r.seq
    ), answered as (
      update inbox set state = 'done', content_sealed = null from moved
      where inbox.id in (select value::bigint from json_array_elements_text(${JSON.stringify(turn.answered)}::json))
    ), parked as (
      update inbox set state = 'parked', error_code = ${parked?.errorCode ?? null}::text from moved
      where inbox.id in (select value::bigint from json_array_elements_text(${JSON.stringify(parked?.inboxIds ?? [])}::json))
    )
    select count(*) as moved from moved`.execute(db);
  return Number(result.rows[0]?.moved) === 1;
}

/** Replies; and to a bot or hub beyond Azure also that the word changes hands, for which it has its own events. */
function isOutgoing(channel: ChannelName, body: TranscriptBody | undefined): boolean {
  if (body?.kind === 'replied') return true;
  return channel === 'azure' && body?.kind === 'noted' && /^(?:handoff|holder):/u.test(body.event);
}

function sealMessages(vault: Vault, { before, entries }: TurnCommit): readonly MessageRow[] {
  return entries.map((entry, index) => {
    const seq = before.lastSeq + index + 1;
    const sealed = vault.sealJson(keyOf(before), `message:${before.id}:${seq}`, entry.body);
    return { seq, author: entry.author, at: entry.at.toISOString(), body: sealed.toString('base64') };
  });
}

function redactions(
  vault: Vault,
  { before, redacted }: TurnCommit,
): readonly { seq: number; body: string }[] {
  return redacted.map(({ seq, body }) => {
    const sealed = vault.sealJson(keyOf(before), `message:${before.id}:${seq}`, body);
    return { seq, body: sealed.toString('base64') };
  });
}

/** `sealedWith` is opaque outside storage; only this store's own open() makes one. */
function keyOf(conversation: OpenConversation): DataKey {
  return conversation.sealedWith as DataKey;
}
