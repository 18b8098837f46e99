import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { DeskMember, Roster } from '../../conversations/handoff/ports.ts';
import { StaffId } from '../../domain/ids.ts';
import { Duty, type Shift } from '../../domain/staff.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';
import { memberOf, staffKey } from './staff.ts';

export interface ShiftSpan {
  readonly from: Date;
  readonly to: Date;
}

/** Who works when, and how much each has in hand. */
export function rosterStore(db: Kysely<Tables>, vault: Vault) {
  const key = staffKey(vault);
  const roster: Roster = { members: () => members(db), onDuty: (duty, at) => onDuty(db, duty, at) };
  return {
    ...roster,
    shifts: (span: ShiftSpan): Promise<readonly Shift[]> => shifts(db, span),
    replaceShifts: (span: ShiftSpan, next: readonly Shift[]): Promise<void> => replaceShifts(db, span, next),
    addShiftNote: async (by: StaffId, text: string, at: Date): Promise<void> => {
      const id = randomUUID();
      await db
        .insertInto('shift_note')
        .values({ id, staff_id: by, at, body_sealed: vault.seal(key, `shift-note:${id}`, text) })
        .execute();
    },
    shiftNotes: async (limit: number) => {
      const rows = await db.selectFrom('shift_note').selectAll().orderBy('at', 'desc').limit(limit).execute();
      return rows.map((row) => ({
        id: row.id,
        by: StaffId.parse(row.staff_id),
        at: row.at,
        text: vault.open(key, `shift-note:${row.id}`, row.body_sealed).toString('utf8'),
      }));
    },
    /** How many urgent chats the member has held since `since`. */
    heavySince: async (by: StaffId, since: Date): Promise<number> => {
      const row = await db
        .selectFrom('chat_held')
        .select(sql<string>`count(distinct conversation_id)`.as('count'))
        .where('staff_id', '=', by)
        .where('at', '>=', since)
        .where('urgency', 'in', ['urgent', 'immediate'])
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
  };
}

async function members(db: Kysely<Tables>): Promise<readonly DeskMember[]> {
  const rows = await db
    .selectFrom('staff')
    .selectAll()
    .select(
      sql<string>`(select count(*) from conversation c where c.holder <> '{"kind":"bot"}'
        and c.holder::json->>'staffId' = staff.id::text)`.as('chats'),
    )
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...memberOf(row), chats: Number(row.chats) }));
}

async function onDuty(db: Kysely<Tables>, duty: Duty, at: Date): Promise<readonly StaffId[]> {
  const rows = await db
    .selectFrom('shift')
    .select('staff_id')
    .where('duty', '=', duty)
    .where('starts_at', '<=', at)
    .where('ends_at', '>', at)
    .execute();
  return rows.map((row) => StaffId.parse(row.staff_id));
}

async function shifts(db: Kysely<Tables>, { from, to }: ShiftSpan): Promise<readonly Shift[]> {
  const rows = await db
    .selectFrom('shift')
    .selectAll()
    .where('ends_at', '>', from)
    .where('starts_at', '<', to)
    .orderBy('starts_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    memberId: StaffId.parse(row.staff_id),
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    duty: Duty.parse(row.duty),
  }));
}

async function replaceShifts(
  db: Kysely<Tables>,
  { from, to }: ShiftSpan,
  next: readonly Shift[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('shift').where('starts_at', '>=', from).where('starts_at', '<', to).execute();
    if (next.length === 0) return;
    const rows = next.map(({ memberId, startsAt, endsAt, duty }) => ({
      id: randomUUID(),
      staff_id: memberId,
      starts_at: new Date(startsAt),
      ends_at: new Date(endsAt),
      duty,
    }));
    await tx.insertInto('shift').values(rows).execute();
  });
}

const Text = z.string();

/** Small things staff may set in the console, as JSON by key (opening hours). */
export function settingStore(db: Kysely<Tables>) {
  return {
    read: async (key: string): Promise<unknown> => {
      const row = await db
        .selectFrom('staff_setting')
        .select('value')
        .where('key', '=', key)
        .executeTakeFirst();
      return row === undefined ? undefined : JSON.parse(Text.parse(row.value));
    },
    write: async (key: string, value: unknown): Promise<void> => {
      const text = JSON.stringify(value);
      await db
        .insertInto('staff_setting')
        .values({ key, value: text })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
        .execute();
    },
    canned: (locale: string) =>
      db.selectFrom('canned_reply').selectAll().where('locale', '=', locale).orderBy('title').execute(),
    putCanned: async (reply: { id: string; locale: string; title: string; text: string }): Promise<void> => {
      await db
        .insertInto('canned_reply')
        .values(reply)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(reply))
        .execute();
    },
    removeCanned: async (id: string): Promise<void> => {
      await db.deleteFrom('canned_reply').where('id', '=', id).execute();
    },
  };
}
