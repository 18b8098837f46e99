import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Called, DeskCommit, DeskStore, HandoffPatch } from '../../conversations/handoff/ports.ts';
import { ConversationId, type StaffId } from '../../domain/ids.ts';
import { outsideDesk, partnerDesk } from '../../domain/staff.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import { appendAudit } from './audit-chain.ts';
import { commitTurn } from './commit.ts';
import { addDeliveries } from './deliveries.ts';
import { chatColumns, chatOf, chatTables, heldOf } from './desk-rows.ts';
import { emit } from './events.ts';
import { MovedOn } from './moved-on.ts';
import type { Tables } from './schema.ts';

const botHolder = '{"kind":"bot"}';

/** Handoffs, the queue and what staff do with a conversation, on PGlite or PostgreSQL. */
export function deskStore(db: Kysely<Tables>, vault: Vault): DeskStore {
  return {
    chat: async (id) =>
      first(await sql`select ${chatColumns} from ${chatTables} where c.id = ${id}::uuid`.execute(db)),
    byHandoff: async (id) =>
      first(
        await sql`select ${chatColumns} from ${chatTables}
          where c.id = (select conversation_id from handoff where id = ${id}::uuid)`.execute(db),
      ),
    waiting: async () => {
      const found = await sql`select ${chatColumns} from ${chatTables}
        where c.holder <> ${sql.lit(botHolder)} and c.holder::json->>'kind' = 'queue'`.execute(db);
      return found.rows.map(chatOf);
    },
    held: (by) => held(db, by),
    commit: (change) => commit(db, vault, change),
    sentSeq: async (id, clientId) => {
      const row = await db
        .selectFrom('staff_sent')
        .select('seq')
        .where('conversation_id', '=', id)
        .where('client_id', '=', clientId)
        .executeTakeFirst();
      return row?.seq;
    },
    called: (callId) => called(db, callId),
    reconcile: (now) => reconcile(db, now),
    unfinished: (before, limit) => unfinished(db, before, limit),
    handledAt: async (id, by) => {
      const row = await db
        .selectFrom('chat_held')
        .select('at')
        .where('conversation_id', '=', id)
        .where('staff_id', '=', by)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.at;
    },
  };
}

function first(result: { readonly rows: readonly unknown[] }) {
  const [row] = result.rows;
  return row === undefined ? undefined : chatOf(row);
}

async function held(db: Kysely<Tables>, by: StaffId | undefined) {
  const found = await sql`
    select ${chatColumns}, s.last_seen_at, spoke.at as last_spoke_at,
      (select min(m.at) from message m where m.conversation_id = c.id and m.author = 'person' and m.seq > coalesce(spoke.seq, 0)
        and m.at >= h.opened_at) as unanswered_since
    from ${chatTables}
      left join staff s on s.id::text = c.holder::json->>'staffId'
      left join lateral (
        select m.seq, m.at from message m where m.conversation_id = c.id and m.author = 'staff' order by m.seq desc limit 1
      ) spoke on true
    where c.holder <> ${sql.lit(botHolder)} and c.holder::json->>'kind' = 'staff'
      and (${by ?? null}::text is null or c.holder::json->>'staffId' = ${by ?? null}::text)`.execute(db);
  return found.rows.map(heldOf);
}

async function commit(
  db: Kysely<Tables>,
  vault: Vault,
  change: DeskCommit,
): Promise<'committed' | 'moved-on'> {
  try {
    await db.transaction().execute((tx) => writeAll(tx, vault, change));
    return 'committed';
  } catch (error) {
    if (error instanceof MovedOn) return 'moved-on';
    throw error;
  }
}

async function writeAll(tx: Transaction<Tables>, vault: Vault, change: DeskCommit): Promise<void> {
  const { turn, opened } = change;
  if ((await commitTurn(tx, vault, turn)) === 'moved-on') throw new MovedOn();
  if (opened !== undefined) {
    const { id, urgency, reason, openedAt } = opened;
    const row = { id, conversation_id: turn.before.id, urgency, reason, state: 'open', opened_at: openedAt };
    await tx.insertInto('handoff').values(row).execute();
  }
  if (change.handoff !== undefined) await patchHandoff(tx, change.handoff);
  await writeHolding(tx, change);
  await writeSent(tx, change);
  await writeCall(tx, change);
  await writeNote(tx, vault, change);
  await addDeliveries(tx, change.deliveries, change.at);
  await appendAudit(tx, vault, change.audit);
  // After the audit's lock, never before it: two orders of two locks would be a deadlock.
  if (change.note !== undefined)
    await emit(tx, { kind: 'chat.note', conversationId: turn.before.id, body: {} });
  for (const event of change.events) await emit(tx, event);
}

async function patchHandoff(tx: Transaction<Tables>, patch: HandoffPatch): Promise<void> {
  const set = {
    ...(patch.state === undefined ? {} : { state: patch.state }),
    ...(patch.staffId === undefined ? {} : { staff_id: patch.staffId }),
    ...(patch.waitingSince === undefined ? {} : { waiting_since: patch.waitingSince }),
    ...(patch.heldSince === undefined ? {} : { held_since: patch.heldSince }),
    ...(patch.step === undefined ? {} : { step: patch.step }),
    ...(patch.nextAt === undefined ? {} : { next_at: patch.nextAt }),
    ...(patch.offer === undefined
      ? {}
      : { offer: patch.offer === null ? null : JSON.stringify(patch.offer) }),
    ...(patch.outcome === undefined ? {} : { outcome: patch.outcome }),
    ...(patch.endedAt === undefined ? {} : { ended_at: patch.endedAt }),
    ...(patch.legalState === undefined ? {} : { legal_state: patch.legalState }),
    ...(patch.toldSeq === undefined ? {} : { told_seq: patch.toldSeq }),
  };
  let query = tx.updateTable('handoff').set(set).where('id', '=', patch.id);
  if (patch.ifStep !== undefined) query = query.where('step', '=', patch.ifStep);
  const updated = await query.returning('id').executeTakeFirst();
  if (updated === undefined) throw new MovedOn();
}

/** Remembers who held the chat and when: the right to look back at it ends some time after. */
async function writeHolding(tx: Transaction<Tables>, { turn, at, exclude }: DeskCommit): Promise<void> {
  for (const holder of [turn.before.holder, turn.after.holder]) {
    if (holder.kind !== 'staff' || turn.before.epoch === turn.after.epoch) continue;
    if (holder.staffId === outsideDesk || holder.staffId === partnerDesk) continue;
    const row = {
      conversation_id: turn.before.id,
      staff_id: holder.staffId,
      at,
      urgency: turn.before.urgency,
    };
    await tx
      .insertInto('chat_held')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  if (exclude === undefined) return;
  const row = { subject_id: turn.before.id, staff_id: exclude, by_id: exclude, at };
  await tx
    .insertInto('exclusion')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function writeSent(tx: Transaction<Tables>, { turn, sent }: DeskCommit): Promise<void> {
  if (sent === undefined) return;
  const seq = turn.before.lastSeq + turn.entries.length;
  const row = { conversation_id: turn.before.id, client_id: sent.clientId, seq, staff_id: sent.by };
  const written = await tx
    .insertInto('staff_sent')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('seq')
    .executeTakeFirst();
  if (written === undefined) throw new MovedOn();
}

/** The same call in two processes at once: one of them finds the other's row and looks again. */
async function writeCall(tx: Transaction<Tables>, { turn, call, at }: DeskCommit): Promise<void> {
  if (call === undefined) return;
  const row = {
    id: call,
    conversation_id: turn.before.id,
    epoch: turn.after.epoch,
    seq: turn.before.lastSeq + turn.entries.length,
    at,
  };
  const written = await tx
    .insertInto('desk_call')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (written === undefined) throw new MovedOn();
}

async function called(db: Kysely<Tables>, callId: string): Promise<Called | undefined> {
  const row = await db.selectFrom('desk_call').selectAll().where('id', '=', callId).executeTakeFirst();
  if (row === undefined) return undefined;
  const { conversation_id: id, epoch, seq } = row;
  return { conversationId: ConversationId.parse(id), epoch, seq };
}

async function writeNote(tx: Transaction<Tables>, vault: Vault, { turn, note }: DeskCommit): Promise<void> {
  if (note === undefined) return;
  const id = randomUUID();
  // Only this store's own open() makes one.
  const key = turn.before.sealedWith as DataKey;
  const row = {
    id,
    conversation_id: turn.before.id,
    key_id: key.id,
    staff_id: note.by,
    kind: note.kind,
    at: note.at,
    after_seq: turn.before.lastSeq,
    body_sealed: vault.seal(key, `note:${id}`, note.text),
  };
  await tx.insertInto('chat_note').values(row).execute();
}

/** Turns of the person may change the holder without knowing the desk's columns; this brings them in line. */
async function reconcile(db: Kysely<Tables>, now: Date): Promise<void> {
  await sql`update handoff h set state = 'returned', ended_at = ${now}::timestamptz, offer = null
    from conversation c where c.id = h.conversation_id and h.state in ('open', 'accepted') and c.holder = ${sql.lit(botHolder)}`.execute(
    db,
  );
  await sql`update handoff h set state = 'open', staff_id = null, held_since = null, waiting_since = ${now}::timestamptz, step = 0, offer = null
    from conversation c where c.id = h.conversation_id and h.state <> 'open' and c.holder <> ${sql.lit(botHolder)}
      and c.holder::json->>'kind' = 'queue' and c.holder::json->>'handoffId' = h.id::text`.execute(db);
  await sql`update handoff h set state = 'accepted', staff_id = (c.holder::json->>'staffId')::uuid, held_since = ${now}::timestamptz, offer = null
    from conversation c where c.id = h.conversation_id and c.holder <> ${sql.lit(botHolder)}
      and c.holder::json->>'kind' = 'staff' and c.holder::json->>'handoffId' = h.id::text
      and h.staff_id::text is distinct from c.holder::json->>'staffId'`.execute(db);
}

async function unfinished(
  db: Kysely<Tables>,
  before: Date,
  limit: number,
): Promise<readonly ConversationId[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('holder', '=', botHolder)
    .where('urgency', 'in', ['urgent', 'immediate'])
    .where('last_person_at', '<=', before)
    .limit(limit)
    .execute();
  return rows.map((row) => ConversationId.parse(row.id));
}
