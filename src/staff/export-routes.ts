import { z } from 'zod';
import type { Answer } from '../domain/answer.ts';
import { UserError } from '../domain/errors.ts';
import type { HttpResponse } from '../domain/route.ts';
import type { ReportRow } from './desk-ports.ts';
import type { StaffParts } from './parts.ts';
import { type Asked, asks, bodyOf, type StaffRoute } from './route.ts';

const day = 86_400_000;
const longest = 366 * day;
const page = 500;
const vietnam = 7 * 3_600_000;

const Wanted = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  reason: z.string().trim().min(1).max(500),
  /** Answers chosen from a list, by the name of their field; what people wrote themselves never goes out. */
  fields: z
    .array(z.string().regex(/^[a-z][a-z0-9_]*$/u))
    .max(20)
    .default([]),
});

/** Reports as numbers for tables and statistics: no names, no words of anyone, no ids, no times finer than a day. */
export function exportRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [asks('POST /reports/export', 'report.export', (asked) => exportReports(parts, asked))];
}

async function exportReports(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const { from, to, reason, fields } = bodyOf(Wanted, request);
  const span = { from: new Date(`${from}T00:00:00+07:00`), to: new Date(`${to}T00:00:00+07:00`) };
  const length = span.to.getTime() - span.from.getTime();
  if (length <= 0 || length > longest)
    throw new UserError('request.malformed', 'to lies after from, at most a year later');
  // Written first: what was asked for is on record even if sending it fails.
  const action = `report.export:${from}_${to}${fields.length === 0 ? '' : `+${fields.join('+')}`}`.slice(
    0,
    200,
  );
  await parts.audit.append([
    { at: parts.now(), by: me, action, subject: { kind: 'desk', id: 'reports' }, reason },
  ]);
  const lines: string[] = [];
  for await (const row of rowsOf(parts, me, span)) lines.push(await lineOf(parts, row, fields));
  const head = ['received_on', 'submitted_on', 'state', 'urgency', 'red_unfinished', ...fields].join(',');
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="reports-${from}-${to}.csv"`,
    },
    // The mark at the beginning lets spreadsheets read it as UTF-8.
    body: Buffer.from(`\uFEFF${[head, ...lines].join('\r\n')}\r\n`, 'utf8'),
  };
}

/** Newest first; reports this member has a conflict of interest with are left out. */
async function* rowsOf(
  parts: StaffParts,
  me: Asked['me'],
  span: { readonly from: Date; readonly to: Date },
): AsyncGenerator<ReportRow> {
  const seen = new Set<string>();
  let before = span.to;
  for (;;) {
    const rows = await parts.reportDesk.list({ tokens: [], before, limit: page, for: me });
    const fresh = rows.filter(({ id }) => !seen.has(id));
    for (const row of fresh) {
      if (row.firstReceivedAt < span.from) return;
      seen.add(row.id);
      yield row;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < page || fresh.length === 0) return;
    // Several may have come in the same moment: the next page begins with it again.
    before = new Date(last.firstReceivedAt.getTime() + 1);
  }
}

async function lineOf(parts: StaffParts, row: ReportRow, fields: readonly string[]): Promise<string> {
  const { firstReceivedAt, submittedAt, state, urgency, redUnfinished } = row;
  const answers = fields.length === 0 ? {} : ((await parts.reports.open(row.id))?.content.answers ?? {});
  const own = [
    dayOf(firstReceivedAt),
    submittedAt === null ? '' : dayOf(submittedAt),
    state,
    urgency,
    redUnfinished ? 'yes' : 'no',
  ];
  return [...own, ...fields.map((field) => chosen(answers[field]))].join(',');
}

/** Codes of our own lists only: nothing a person wrote, so nothing that a spreadsheet could take for a formula. */
function chosen(answer: Answer | undefined): string {
  if (answer?.kind === 'choice') return answer.value;
  return answer?.kind === 'choices' ? answer.values.join(' ') : '';
}

function dayOf(at: Date): string {
  return new Date(at.getTime() + vietnam).toISOString().slice(0, 10);
}
