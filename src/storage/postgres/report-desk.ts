import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { ReportStore } from '../../conversations/ports.ts';
import type { Answer } from '../../domain/answer.ts';
import { ReportId, StaffId } from '../../domain/ids.ts';
import type { UnitKey } from '../../domain/place.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { type Report, ReportState } from '../../domain/report.ts';
import { Urgency } from '../../domain/urgency.ts';
import type { Vault } from '../vault/vault.ts';
import { MovedOn } from './moved-on.ts';
import { writeReport } from './reports.ts';
import type { Tables } from './schema.ts';

interface Filter {
  readonly state?: ReportState;
  readonly urgency?: Urgency;
  readonly unfinished?: boolean;
  readonly tokens: readonly string[];
  readonly before?: Date;
  readonly limit: number;
  readonly for: StaffId;
}

/** Reports as staff look for them: without opening any, by columns and by keyed tokens of what is sealed. */
export function reportDesk(db: Kysely<Tables>, vault: Vault, reports: ReportStore) {
  return {
    list: (filter: Filter) => list(db, vault, filter),
    excluded: async (id: ReportId): Promise<readonly StaffId[]> => {
      const rows = await db.selectFrom('exclusion').select('staff_id').where('subject_id', '=', id).execute();
      return rows.map((row) => StaffId.parse(row.staff_id));
    },
    exclude: async (
      id: ReportId,
      who: { readonly member: StaffId; readonly by: StaffId; readonly at: Date },
    ): Promise<void> => {
      const row = { subject_id: id, staff_id: who.member, by_id: who.by, at: who.at };
      await db
        .insertInto('exclusion')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    save: (report: Report, expected: number) => save(db, vault, { report, expected }),
    index: (limit: number) => index(db, vault, { reports, limit }),
    findByReceipt: (receipt: Receipt) => reports.findByReceipt(receipt),
    watchLaw: (limits: { readonly soonBefore: Date; readonly overBefore: Date }) => watchLaw(db, limits),
  };
}

async function list(db: Kysely<Tables>, vault: Vault, filter: Filter) {
  let query = db
    .selectFrom('report')
    .select([
      'id',
      'state',
      'urgency',
      'red_unfinished',
      'first_received_at',
      'updated_at',
      'submitted_at',
      'version',
    ])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('exclusion')
            .select('staff_id')
            .whereRef('subject_id', '=', 'report.id')
            .where('staff_id', '=', filter.for),
        ),
      ),
    )
    .orderBy('first_received_at', 'desc')
    .limit(filter.limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.urgency !== undefined) query = query.where('urgency', '=', filter.urgency);
  if (filter.unfinished === true) query = query.where('red_unfinished', '=', true);
  if (filter.before !== undefined) query = query.where('first_received_at', '<', filter.before);
  for (const token of filter.tokens) {
    const hash = vault.lookup('field', token);
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('report_token').select('report_id').where('hash', '=', hash),
    );
  }
  return (await query.execute()).map((row) => ({
    id: ReportId.parse(row.id),
    state: ReportState.parse(row.state),
    urgency: Urgency.parse(row.urgency),
    redUnfinished: row.red_unfinished,
    firstReceivedAt: row.first_received_at,
    updatedAt: row.updated_at,
    submittedAt: row.submitted_at,
    version: row.version,
  }));
}

async function save(
  db: Kysely<Tables>,
  vault: Vault,
  change: { readonly report: Report; readonly expected: number },
): Promise<'saved' | 'moved-on'> {
  try {
    await db.transaction().execute((tx) => writeReport(tx, vault, change));
    return 'saved';
  } catch (error) {
    if (error instanceof MovedOn) return 'moved-on';
    throw error;
  }
}

/** Rather late than wrong: a report is indexed a moment after it was written, by what it says then. */
async function index(
  db: Kysely<Tables>,
  vault: Vault,
  { reports, limit }: { readonly reports: ReportStore; readonly limit: number },
): Promise<number> {
  const rows = await db
    .selectFrom('report')
    .select('id')
    .whereRef('indexed_version', '<', 'version')
    .limit(limit)
    .execute();
  for (const { id } of rows) {
    const report = await reports.open(ReportId.parse(id));
    if (report === undefined) continue;
    const hashes = [...new Set(tokensOf(report))].map((token) => ({
      report_id: id,
      hash: vault.lookup('field', token),
    }));
    await db.transaction().execute(async (tx) => {
      await tx.deleteFrom('report_token').where('report_id', '=', id).execute();
      if (hashes.length > 0) await tx.insertInto('report_token').values(hashes).execute();
      await tx.updateTable('report').set({ indexed_version: report.version }).where('id', '=', id).execute();
    });
  }
  return rows.length;
}

/** What a report is found by: the units of its places, old and new, and its choices. Never free text. */
function tokensOf({ content }: Report): readonly string[] {
  return Object.entries(content.answers).flatMap(([field, answer]) => tokensOfAnswer(field, answer));
}

function tokensOfAnswer(field: string, answer: Answer): readonly string[] {
  if (answer.kind === 'choice') return [`field:${field}:${answer.value}`];
  if (answer.kind === 'choices') return answer.values.map((value) => `field:${field}:${value}`);
  if (answer.kind !== 'place') return [];
  const { found } = answer;
  if (found.kind === 'unit') return [found.unit, ...found.now].map(placeToken);
  return found.kind === 'candidates' ? found.units.map(placeToken) : [];
}

function placeToken({ vintage, code }: UnitKey): string {
  return `place:${vintage}:${code}`;
}

const Watched = z.object({ id: ReportId, legal_state: z.enum(['soon', 'over']) });

async function watchLaw(
  db: Kysely<Tables>,
  { soonBefore, overBefore }: { readonly soonBefore: Date; readonly overBefore: Date },
) {
  const result = await sql`
    update report set legal_state = case when first_received_at <= ${overBefore}::timestamptz then 'over' else 'soon' end
    where state in ('draft', 'submitted') and (state = 'submitted' or red_unfinished)
      and ((legal_state = 'running' and first_received_at <= ${soonBefore}::timestamptz)
        or (legal_state = 'soon' and first_received_at <= ${overBefore}::timestamptz))
    returning id, legal_state`.execute(db);
  return z
    .array(Watched)
    .parse(result.rows)
    .map((row) => ({ id: row.id, state: row.legal_state }));
}
