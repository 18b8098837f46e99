import { type Kysely, sql, type Transaction } from 'kysely';
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
 * Forgets what is past its time: rows go, and in the same transaction the data keys that could open
 * them in any copy of the database. Their files, unreadable by then, are removed after it.
 */
export async function sweepRetention(
  db: Kysely<Tables>,
  files: SealedFiles,
  { now, days }: { readonly now: Date; readonly days: RetentionDays },
): Promise<Swept> {
  const before = (n: number): Date => new Date(now.getTime() - n * 86_400_000);
  const counted = await db.transaction().execute(async (tx) => {
    const conversations = await sql<KeyRow>`
      delete from conversation c where c.last_person_at < ${before(days.conversation)}
        and not exists (select 1 from handoff h where h.conversation_id = c.id and h.state in ('open', 'accepted'))
      returning c.key_id`.execute(tx);
    const reports = await sql<KeyRow>`
      delete from report r where (r.state = 'draft' and r.updated_at < ${before(days.draft)})
        or (r.state in ('closed', 'withdrawn') and r.updated_at < ${before(days.closedReport)})
      returning r.key_id`.execute(tx);
    await destroyKeys(tx, [...conversations.rows, ...reports.rows]);
    return { conversations: conversations.rows.length, reports: reports.rows.length };
  });
  return { ...counted, files: await removeOrphans(db, files, now) };
}

interface KeyRow {
  readonly key_id: string;
}

/** With a data key go the rows of its attachments, and with these the only keys to their files. */
async function destroyKeys(tx: Transaction<Tables>, rows: readonly KeyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.key_id);
  await tx.deleteFrom('data_key').where('id', 'in', ids).execute();
}

/** A file is written before its row, so a young one without a row may still get it. */
const youngest = 3_600_000;
const portion = 500;

/** Removes the files whose row is gone: forgotten, or never written because the process died. Counts attachments. */
export async function removeOrphans(db: Kysely<Tables>, files: SealedFiles, now: Date): Promise<number> {
  const gone = new Set<string>();
  let names: string[] = [];
  const flush = async (): Promise<void> => {
    for (const name of await withoutRow(db, names)) {
      await files.remove(name);
      gone.add(idOf(name));
    }
    names = [];
  };
  for await (const { name, changedAt } of files.list()) {
    if (now.getTime() - changedAt.getTime() < youngest) continue;
    names.push(name);
    if (names.length === portion) await flush();
  }
  await flush();
  return gone.size;
}

async function withoutRow(db: Kysely<Tables>, names: readonly string[]): Promise<readonly string[]> {
  const ids = [...new Set(names.map(idOf))].filter((id) => uuid.test(id));
  if (names.length === 0) return [];
  const rows =
    ids.length === 0 ? [] : await db.selectFrom('attachment').select('id').where('id', 'in', ids).execute();
  const known = new Set(rows.map(({ id }) => id));
  return names.filter((name) => name.endsWith('.part') || !known.has(idOf(name)));
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

function idOf(name: string): string {
  return name.split('.')[0] ?? '';
}
