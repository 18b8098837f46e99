import type { Kysely } from 'kysely';
import { z } from 'zod';
import { OperationalError } from '../../domain/errors.ts';
import { ConversationId, DataKeyId, StaffId } from '../../domain/ids.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

const NoteKind = z.enum(['note', 'whisper', 'transfer', 'reject', 'return', 'close', 'conflict']);
const SendingState = z.enum(['due', 'sent', 'failed', 'refused']);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);
const SafeContact = z.strictObject({
  window: z.strictObject({ from: clock, to: clock }).nullable(),
  never: z.boolean(),
  stopWord: z.string().nullable(),
});
type SafeContact = Readonly<z.infer<typeof SafeContact>>;

interface NewBlock {
  readonly conversationId: ConversationId;
  readonly until: Date;
  readonly reason: string;
  readonly by: StaffId;
}

/** What lies beside a conversation for staff: notes, who wrote what, safe contact, blocks. */
export function deskReads(db: Kysely<Tables>, vault: Vault) {
  return {
    notes: (id: ConversationId) => notes(db, vault, id),
    authors: async (id: ConversationId, after: number): Promise<ReadonlyMap<number, StaffId>> => {
      const rows = await db
        .selectFrom('staff_sent')
        .select(['seq', 'staff_id'])
        .where('conversation_id', '=', id)
        .where('seq', '>', after)
        .execute();
      return new Map(rows.map((row) => [row.seq, StaffId.parse(row.staff_id)]));
    },
    sendings: async (
      id: ConversationId,
      after: number,
    ): Promise<ReadonlyMap<number, z.infer<typeof SendingState>>> => {
      const rows = await db
        .selectFrom('outbox')
        .select(['seq', 'state'])
        .where('conversation_id', '=', id)
        .where('seq', '>', after)
        .execute();
      return new Map(rows.map((row) => [row.seq, SendingState.parse(row.state)]));
    },
    contact: (id: ConversationId) => contact(db, vault, id),
    setContact: (id: ConversationId, rule: SafeContact) => setContact(db, vault, { id, rule }),
    block: async (id: ConversationId) => (await blocks(db, { id }))[0],
    blocks: (now: Date) => blocks(db, { now }),
    setBlock: async ({ conversationId, until, reason, by }: NewBlock, at: Date): Promise<void> => {
      const row = { conversation_id: conversationId, until, reason, by_id: by, at };
      await db
        .insertInto('block')
        .values(row)
        .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(row))
        .execute();
    },
    removeBlock: async (id: ConversationId): Promise<void> => {
      await db.deleteFrom('block').where('conversation_id', '=', id).execute();
    },
  };
}

async function notes(db: Kysely<Tables>, vault: Vault, id: ConversationId) {
  const rows = await db
    .selectFrom('chat_note as n')
    .innerJoin('data_key as k', 'k.id', 'n.key_id')
    .select([
      'n.id',
      'n.staff_id',
      'n.kind',
      'n.at',
      'n.after_seq',
      'n.body_sealed',
      'k.id as keyId',
      'k.kek_id',
      'k.wrapped',
    ])
    .where('n.conversation_id', '=', id)
    .orderBy('n.at')
    .execute();
  return rows.map((row) => {
    const key = vault.unwrap({ id: DataKeyId.parse(row.keyId), kekId: row.kek_id, wrapped: row.wrapped });
    const text = vault.open(key, `note:${row.id}`, row.body_sealed).toString('utf8');
    return {
      id: row.id,
      by: StaffId.parse(row.staff_id),
      kind: NoteKind.parse(row.kind),
      at: row.at,
      afterSeq: row.after_seq,
      text,
    };
  });
}

async function keyOf(db: Kysely<Tables>, vault: Vault, id: ConversationId): Promise<DataKey> {
  const row = await db
    .selectFrom('conversation as c')
    .innerJoin('data_key as k', 'k.id', 'c.key_id')
    .select(['k.id', 'k.kek_id', 'k.wrapped'])
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new OperationalError('conversation.moved-on', { retryable: false });
  return vault.unwrap({ id: DataKeyId.parse(row.id), kekId: row.kek_id, wrapped: row.wrapped });
}

async function contact(
  db: Kysely<Tables>,
  vault: Vault,
  id: ConversationId,
): Promise<SafeContact | undefined> {
  const row = await db
    .selectFrom('contact_rule')
    .selectAll()
    .where('conversation_id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return SafeContact.parse(vault.openJson(await keyOf(db, vault, id), `contact:${id}`, row.body_sealed));
}

async function setContact(
  db: Kysely<Tables>,
  vault: Vault,
  { id, rule }: { readonly id: ConversationId; readonly rule: SafeContact },
): Promise<void> {
  const key = await keyOf(db, vault, id);
  const row = {
    conversation_id: id,
    key_id: key.id,
    body_sealed: vault.sealJson(key, `contact:${id}`, rule),
  };
  await db
    .insertInto('contact_rule')
    .values(row)
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(row))
    .execute();
}

async function blocks(db: Kysely<Tables>, which: { readonly id?: ConversationId; readonly now?: Date }) {
  let query = db.selectFrom('block').selectAll().orderBy('until');
  if (which.id !== undefined) query = query.where('conversation_id', '=', which.id);
  if (which.now !== undefined) query = query.where('until', '>', which.now);
  return (await query.execute()).map((row) => ({
    conversationId: ConversationId.parse(row.conversation_id),
    until: row.until,
    reason: row.reason,
    by: StaffId.parse(row.by_id),
  }));
}
