import { type Kysely, sql } from 'kysely';
import type { SealedFiles } from '../files/sealed-files.ts';
import type { Tables } from './schema.ts';

export interface RetentionDays {
  readonly conversation: number;
  readonly draft: number;
  readonly closedReport: number;
}

export interface Swept {
  readonly conversations: number;
  readonly reports: number;
  readonly files: number;
}

/**
 * Forgets what is past its time: rows go, and with them the data keys that could open them in any
 * copy of the database. Numbers of the inbox are kept a week longer, so that late redeliveries stay no-ops.
 */
export async function sweepRetention(
  db: Kysely<Tables>,
  files: SealedFiles,
  { now, days }: { readonly now: Date; readonly days: RetentionDays },
): Promise<Swept> {
  const before = (n: number): Date => new Date(now.getTime() - n * 86_400_000);
  const conversations = await sql`
    with gone as (
      delete from conversation c where c.last_person_at < ${before(days.conversation)}
        and not exists (select 1 from handoff h where h.conversation_id = c.id and h.state in ('open', 'accepted'))
      returning c.key_id
    ) select key_id from gone`.execute(db);
  const reports = await sql`
    with gone as (
      delete from report r where (r.state = 'draft' and r.updated_at < ${before(days.draft)})
        or (r.state in ('closed', 'withdrawn') and r.updated_at < ${before(days.closedReport)})
      returning r.key_id
    ) select key_id from gone`.execute(db);
  const keys = [...conversations.rows, ...reports.rows].map((row) => (row as { key_id: string }).key_id);
  const removed = await destroyKeys(db, files, keys);
  return { conversations: conversations.rows.length, reports: reports.rows.length, files: removed };
}

/** Destroys data keys and the files under them. */
export async function destroyKeys(
  db: Kysely<Tables>,
  files: SealedFiles,
  keys: readonly string[],
): Promise<number> {
  if (keys.length === 0) return 0;
  const lost = await db
    .selectFrom('attachment')
    .select('id')
    .where('key_id', 'in', [...keys])
    .execute();
  for (const { id } of lost) {
    await files.remove(`${id}.original`);
    await files.remove(`${id}.view`);
  }
  await db
    .deleteFrom('data_key')
    .where('id', 'in', [...keys])
    .execute();
  return lost.length;
}
