import { createHmac } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { NewAudit } from '../../domain/audit.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';
import type { AuditTable } from './staff-schema.ts';

/** The lock that makes the chain one chain; always the last lock a transaction takes. */
const chainLock = 5_147_302;
/** What the first entry follows on. */
export const start = Buffer.alloc(32);

/** To be called last in a transaction, after every other lock. */
export async function appendAudit(
  tx: Kysely<Tables>,
  vault: Vault,
  entries: readonly NewAudit[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`select pg_advisory_xact_lock(${sql.lit(chainLock)})`.execute(tx);
  const last = await tx
    .selectFrom('audit')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  let id = Number(last?.id ?? 0);
  let previous: Uint8Array = last?.hash ?? start;
  const rows = entries.map((entry) => {
    id += 1;
    const row = rowOf(entry, id);
    previous = hashOf(vault, row, previous);
    return { ...row, hash: previous };
  });
  await tx.insertInto('audit').values(rows).execute();
}

export type Row = Omit<AuditTable, 'hash' | 'at' | 'id'> & { readonly id: number; readonly at: Date };

function rowOf(entry: NewAudit, id: number): Row {
  const { at, by, action, subject, reason, times = 1 } = entry;
  return {
    id,
    at,
    staff_id: by,
    action,
    subject_kind: subject.kind,
    subject_id: subject.id,
    reason: reason ?? null,
    times,
  };
}

export function hashOf(vault: Vault, row: Row, previous: Uint8Array): Buffer {
  const { id, at, staff_id, action, subject_kind, subject_id, reason, times } = row;
  // Entries from before reads were counted have no number in their hash; those of one read stay like them.
  const counted = times === 1 ? [] : [times];
  const text = JSON.stringify([
    id,
    at.toISOString(),
    staff_id,
    action,
    subject_kind,
    subject_id,
    reason,
    ...counted,
  ]);
  return createHmac('sha256', vault.derive('audit')).update(previous).update(text).digest();
}
