import { type Kysely, sql, type Transaction } from 'kysely';
import type { ReportChange, ReportStore } from '../../conversations/ports.ts';
import { DataKeyId, ReportId } from '../../domain/ids.ts';
import { type Report, ReportContent, ReportState } from '../../domain/report.ts';
import { Urgency } from '../../domain/urgency.ts';
import type { DataKey, Vault } from '../vault/vault.ts';
import { toMinute } from './minute.ts';
import { MovedOn } from './moved-on.ts';
import type { Tables } from './schema.ts';

export function reportStore(db: Kysely<Tables>, vault: Vault): ReportStore {
  return {
    open: (id) => openReport(db, vault, id),
    hashReceipt: (receipt) => vault.receiptHash(receipt),
    findByReceipt: async (receipt) => {
      const hash = await vault.receiptHash(receipt);
      const row = await db
        .selectFrom('receipt')
        .select('report_id')
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row === undefined ? undefined : ReportId.parse(row.report_id);
    },
  };
}

async function openReport(db: Kysely<Tables>, vault: Vault, id: ReportId): Promise<Report | undefined> {
  const row = await db
    .selectFrom('report as r')
    .innerJoin('data_key as k', 'k.id', 'r.key_id')
    .selectAll('r')
    .select(['k.id as keyId', 'k.kek_id', 'k.wrapped'])
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const key = vault.unwrap({ id: DataKeyId.parse(row.keyId), kekId: row.kek_id, wrapped: row.wrapped });
  return {
    id,
    state: ReportState.parse(row.state),
    urgency: Urgency.parse(row.urgency),
    redUnfinished: row.red_unfinished,
    flow: row.flow,
    flowHash: row.flow_hash,
    firstReceivedAt: row.first_received_at,
    updatedAt: row.updated_at,
    submittedAt: row.submitted_at,
    version: row.version,
    content: ReportContent.parse(vault.openJson(key, `report:${id}`, row.content_sealed)),
  };
}

/** Writes a new report (`expected` 0) or the next version of one; rolls back if another turn was faster. */
export async function writeReport(
  tx: Transaction<Tables>,
  vault: Vault,
  change: ReportChange,
): Promise<void> {
  const key =
    change.expected === 0 ? await newKey(tx, vault) : await keyOfReport(tx, vault, change.report.id);
  const row = rowOf(change.report, vault.sealJson(key, `report:${change.report.id}`, change.report.content));
  if (change.expected === 0) {
    await tx
      .insertInto('report')
      .values({ ...row, id: change.report.id, key_id: key.id })
      .execute();
  } else {
    const updated = await tx
      .updateTable('report')
      .set(row)
      .where('id', '=', change.report.id)
      .where('version', '=', change.expected)
      .returning('id')
      .executeTakeFirst();
    if (updated === undefined) throw new MovedOn();
  }
  await moveAttachments(tx, vault, { report: change.report, key });
  if (change.receiptHash !== undefined) {
    const { id, updatedAt } = change.report;
    await tx
      .insertInto('receipt')
      .values({ hash: change.receiptHash, report_id: id, created_at: toMinute(updatedAt) })
      .execute();
  }
}

function rowOf(report: Report, content: Buffer) {
  return {
    state: report.state,
    urgency: report.urgency,
    red_unfinished: report.redUnfinished,
    flow: report.flow,
    flow_hash: report.flowHash,
    first_received_at: toMinute(report.firstReceivedAt),
    updated_at: toMinute(report.updatedAt),
    submitted_at: report.submittedAt === null ? null : toMinute(report.submittedAt),
    version: report.version,
    content_sealed: content,
  };
}

async function newKey(tx: Transaction<Tables>, vault: Vault): Promise<DataKey> {
  const { dataKey, wrapped } = vault.newKey();
  await tx
    .insertInto('data_key')
    .values({ id: wrapped.id, kek_id: wrapped.kekId, wrapped: wrapped.wrapped })
    .execute();
  return dataKey;
}

async function keyOfReport(tx: Transaction<Tables>, vault: Vault, id: ReportId): Promise<DataKey> {
  const row = await tx
    .selectFrom('report as r')
    .innerJoin('data_key as k', 'k.id', 'r.key_id')
    .select(['k.id', 'k.kek_id', 'k.wrapped'])
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new MovedOn();
  return vault.unwrap({ id: DataKeyId.parse(row.id), kekId: row.kek_id, wrapped: row.wrapped });
}

/** Files named by the report pass from the conversation's key to the report's: only their small keys are wrapped anew. */
async function moveAttachments(
  tx: Transaction<Tables>,
  vault: Vault,
  { report, key }: { readonly report: Report; readonly key: DataKey },
): Promise<void> {
  const ids = attachmentIds(report);
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('attachment as a')
    .innerJoin('data_key as k', 'k.id', 'a.key_id')
    .select(['a.id', 'a.wrapped_key', 'k.id as keyId', 'k.kek_id', 'k.wrapped'])
    .where('a.id', 'in', ids)
    .where('a.key_id', '!=', key.id)
    .execute();
  for (const row of rows) {
    const owner = vault.unwrap({ id: DataKeyId.parse(row.keyId), kekId: row.kek_id, wrapped: row.wrapped });
    const fileKey = vault.open(owner, `file:${row.id}`, row.wrapped_key);
    await tx
      .updateTable('attachment')
      .set({ key_id: key.id, wrapped_key: vault.seal(key, `file:${row.id}`, fileKey) })
      .where('id', '=', row.id)
      .execute();
  }
}

function attachmentIds({ content }: Report): readonly string[] {
  const answered = Object.values(content.answers).flatMap((answer) =>
    answer.kind === 'attachments' ? answer.files : [],
  );
  return [...answered, ...content.additions.flatMap((addition) => addition.attachments)].map(
    (file) => file.id,
  );
}

/** Reports with a red answer that nobody has sent yet: what staff must see although it is unfinished. */
export async function countRedUnfinished(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom('report')
    .select(sql<string>`count(*)`.as('count'))
    .where('red_unfinished', '=', true)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
