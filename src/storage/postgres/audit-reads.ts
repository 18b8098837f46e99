import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { AuditSubject, NewAudit } from '../../domain/audit.ts';
import { StaffId } from '../../domain/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { appendAudit } from './audit-chain.ts';
import type { Tables } from './schema.ts';

/** Reads of one thing by one member within this time are told as one. */
const span = 5 * 60_000;

const Reading = z.object({
  staff_id: StaffId,
  subject_kind: z.string(),
  subject_id: z.string(),
  action: z.string(),
  since: z.date(),
  until: z.date(),
  times: z.number(),
  first_line: z.number().nullable(),
  last_line: z.number().nullable(),
});
type Reading = z.infer<typeof Reading>;

/**
 * An open chat is read with every new line of it. The first read enters the chain at once; the further ones are
 * counted beside it and enter as one entry with their number, so that the record is whole and can still be read.
 */
export async function noteRead(db: Kysely<Tables>, vault: Vault, entry: NewAudit): Promise<void> {
  const { by, at } = entry;
  if (by === null) throw new Error('the program itself reads nothing');
  await db.transaction().execute(async (tx) => {
    if (await countAgain(tx, entry, at)) return;
    const { over, begun } = await begin(tx, entry);
    // Another read of the same moment has begun the span.
    if (!begun) await countAgain(tx, entry, at);
    await appendAudit(tx, vault, [...over.flatMap(closing), ...(begun ? [entry] : [])]);
  });
}

/** True when this read belongs to a span that is not over. */
async function countAgain(tx: Transaction<Tables>, entry: NewAudit, at: Date): Promise<boolean> {
  const { action, from, to } = partsOf(entry.action);
  const counted = await sql`
    update audit_reading set times = times + 1, until = ${at}::timestamptz,
      first_line = least(first_line, ${from}::int), last_line = greatest(last_line, ${to}::int)
    where staff_id = ${entry.by}::uuid and subject_kind = ${entry.subject.kind} and subject_id = ${entry.subject.id}
      and action = ${action} and since > ${new Date(at.getTime() - span)}::timestamptz
    returning 1`.execute(tx);
  return counted.rows.length > 0;
}

/** Opens a span; gives back the one that stood there and is over. */
async function begin(
  tx: Transaction<Tables>,
  entry: NewAudit,
): Promise<{ readonly over: readonly Reading[]; readonly begun: boolean }> {
  const { action } = partsOf(entry.action);
  const { by, subject, at } = entry;
  const old = await sql`
    delete from audit_reading where staff_id = ${by}::uuid and subject_kind = ${subject.kind}
      and subject_id = ${subject.id} and action = ${action} returning *`.execute(tx);
  const opened =
    await sql`insert into audit_reading (staff_id, subject_kind, subject_id, action, since, until, times)
    values (${by}::uuid, ${subject.kind}, ${subject.id}, ${action}, ${at}::timestamptz, ${at}::timestamptz, 0)
    on conflict do nothing returning 1`.execute(tx);
  return { over: z.array(Reading).parse(old.rows), begun: opened.rows.length > 0 };
}

/** Writes what was counted in spans that are over. */
export async function closeReads(db: Kysely<Tables>, vault: Vault, now: Date): Promise<void> {
  const before = new Date(now.getTime() - span);
  const due = await db
    .selectFrom('audit_reading')
    .select('since')
    .where('since', '<=', before)
    .limit(1)
    .execute();
  if (due.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const over =
      await sql`delete from audit_reading where since <= ${before}::timestamptz returning *`.execute(tx);
    await appendAudit(tx, vault, z.array(Reading).parse(over.rows).flatMap(closing));
  });
}

function closing(reading: Reading): readonly NewAudit[] {
  const { staff_id: by, subject_kind: kind, subject_id: id, until: at, times } = reading;
  const { action, first_line: first, last_line: last } = reading;
  if (times === 0) return [];
  const lines = first === null || last === null ? '' : `:${first}-${last}`;
  // The column is only ever written from NewAudit.
  return [{ at, by, action: `${action}${lines}`, subject: { kind: kind as AuditSubject, id }, times }];
}

/** `transcript.read:5-48` is the action and its lines. */
function partsOf(text: string): {
  readonly action: string;
  readonly from: number | null;
  readonly to: number | null;
} {
  const [action = text, lines = ''] = text.split(':');
  const [, from, to] = /^(\d+)-(\d+)$/u.exec(lines) ?? [];
  return { action, from: from === undefined ? null : Number(from), to: to === undefined ? null : Number(to) };
}
