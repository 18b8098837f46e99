import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditCheck, AuditEntry, AuditSubject, NewAudit } from '../../domain/audit.ts';
import { StaffId } from '../../domain/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { appendAudit, hashOf, start } from './audit-chain.ts';
import { closeReads, noteRead } from './audit-reads.ts';
import type { Tables } from './schema.ts';
import type { StaffTables } from './staff-schema.ts';

export interface AuditFilter {
  readonly subject?: string;
  readonly by?: string;
  readonly before?: number;
  readonly limit: number;
}

/**
 * The record of who read or changed what. Each row's hash is an HMAC over the row and the hash before it:
 * who can write to the database but lacks the key ring can neither change nor insert a row unseen.
 */
export function auditLog(db: Kysely<Tables>, vault: Vault) {
  return {
    append: (entries: readonly NewAudit[]): Promise<void> =>
      db.transaction().execute((tx) => appendAudit(tx, vault, entries)),
    read: (entry: NewAudit): Promise<void> => noteRead(db, vault, entry),
    closeReads: (now: Date): Promise<void> => closeReads(db, vault, now),
    list: (filter: AuditFilter): Promise<readonly AuditEntry[]> => list(db, filter),
    verify: (): Promise<AuditCheck> => verify(db, vault),
    /** The hash of one entry, to compare with a head that was written down. */
    hashAt: async (id: number): Promise<string | undefined> => {
      const row = await db.selectFrom('audit').select('hash').where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : Buffer.from(row.hash).toString('hex');
    },
  };
}

const pageSize = 2000;

async function verify(db: Kysely<Tables>, vault: Vault): Promise<AuditCheck> {
  let previous: Uint8Array = start;
  let entries = 0;
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', entries)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      const expected = hashOf(vault, { ...row, id: Number(row.id) }, previous);
      if (Number(row.id) !== entries + 1 || !timingSafeEqual(expected, row.hash))
        return broken(entries + 1, previous);
      previous = row.hash;
      entries += 1;
    }
    if (rows.length < pageSize)
      return { ok: true, entries, brokenAt: null, head: Buffer.from(previous).toString('hex') };
  }
}

function broken(at: number, previous: Uint8Array): AuditCheck {
  return { ok: false, entries: at - 1, brokenAt: at, head: Buffer.from(previous).toString('hex') };
}

async function list(
  db: Kysely<Pick<StaffTables, 'audit'> & Tables>,
  filter: AuditFilter,
): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.subject !== undefined) query = query.where('subject_id', '=', filter.subject);
  if (filter.by !== undefined) query = query.where('staff_id', '=', filter.by);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map((row) => ({
    id: Number(row.id),
    at: row.at,
    by: row.staff_id === null ? null : StaffId.parse(row.staff_id),
    action: row.action,
    // The column is only ever written from NewAudit.
    subject: { kind: row.subject_kind as AuditSubject, id: row.subject_id },
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.times === 1 ? {} : { times: row.times }),
  }));
}
