import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { type ReportId, StaffId } from '../domain/ids.ts';
import { parseDigits, parseWords } from '../domain/receipt.ts';
import { type Report, ReportState } from '../domain/report.ts';
import type { HttpResponse } from '../domain/route.ts';
import { Urgency } from '../domain/urgency.ts';
import { namesOf } from './chat-view.ts';
import type { ReportFilter } from './desk-ports.ts';
import type { StaffParts } from './parts.ts';
import {
  type Asked,
  type AskedAboutReport,
  aboutReport,
  asks,
  bodyOf,
  countOf,
  done,
  fault,
  notFound,
  ok,
  type StaffRoute,
} from './route.ts';
import { reportCard } from './views.ts';

const reason = z.string().trim().min(1).max(500);
const version = z.number().int().min(1);

/** Reports: finding them, reading them, answering the reporter. */
export function reportRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    asks('GET /reports', 'report.list', (asked) => list(parts, asked)),
    asks('POST /reports/find', 'report.list', (asked) => find(parts, asked)),
    aboutReport('GET /reports/:id', 'report.view', (asked) => show(parts, asked)),
    aboutReport('GET /reports/:id/timeline', 'report.view', (asked) => timeline(parts, asked)),
    aboutReport('POST /reports/:id/state', 'report.change', (asked) => setState(parts, asked)),
    aboutReport('POST /reports/:id/answers', 'report.answer', (asked) => answer(parts, asked)),
    aboutReport('POST /reports/:id/conflict', 'report.view', (asked) => conflict(parts, asked)),
    aboutReport('POST /reports/:id/exclude', 'report.exclude', (asked) => conflict(parts, asked)),
  ];
}

const Query = z.strictObject({
  state: ReportState.optional(),
  urgency: Urgency.optional(),
  unfinished: z.enum(['0', '1']).optional(),
  place: z
    .string()
    .regex(/^20(?:22|25):\d{5}$/u)
    .optional(),
  field: z
    .string()
    .regex(/^[a-z][a-z0-9_]*:[a-z0-9_-]+$/u)
    .optional(),
  before: z.iso.datetime({ offset: true }).optional(),
  limit: z.string().optional(),
});

async function list(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const parsed = Query.safeParse(Object.fromEntries(request.query));
  if (!parsed.success)
    throw new UserError(
      'request.malformed',
      `no such filter: ${parsed.error.issues.map(({ path }) => path.join('.')).join()}`,
    );
  const { state, urgency, unfinished, place, field, before } = parsed.data;
  const limit = countOf(request.query, 'limit', { least: 1, most: 200, usual: 50 });
  const tokens = [
    ...(place === undefined ? [] : [`place:${place}`]),
    ...(field === undefined ? [] : [`field:${field}`]),
  ];
  const filter: ReportFilter = {
    ...(state === undefined ? {} : { state }),
    ...(urgency === undefined ? {} : { urgency }),
    unfinished: unfinished === '1',
    ...(before === undefined ? {} : { before: new Date(before) }),
    tokens,
    limit,
    for: me,
  };
  const found = await parts.reportDesk.list(filter);
  const next = found.length < limit ? null : (found.at(-1)?.firstReceivedAt ?? null);
  return ok({ reports: found.map((report) => reportCard(parts, report)), next });
}

/** By the receipt a reporter gives on the phone; slow on purpose, so few tries are allowed. */
async function find(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const { receipt: text } = bodyOf(z.strictObject({ receipt: z.string().max(200) }), request);
  if (!(await parts.mayTry('receipt', me))) return fault(429, 'request.too-many');
  const receipt = parseDigits(text) ?? parseWords(text, parts.receiptWords);
  const id = receipt === undefined ? undefined : await parts.reportDesk.findByReceipt(receipt);
  await audit(parts, me, { action: 'report.find', id: id ?? 'none' });
  if (id === undefined || (await parts.reportDesk.excluded(id)).includes(me)) return ok({ reports: [] });
  const report = await parts.reports.open(id);
  return ok({ reports: report === undefined ? [] : [reportCard(parts, report)] });
}

async function opened(parts: StaffParts, id: ReportId): Promise<Report> {
  const report = await parts.reports.open(id);
  if (report === undefined) throw notFound();
  return report;
}

async function show(parts: StaffParts, { me, reportId }: AskedAboutReport): Promise<HttpResponse> {
  const report = await opened(parts, reportId);
  const subject = { kind: 'report', id: reportId } as const;
  await parts.audit.read({ at: parts.now(), by: me, action: 'report.read', subject });
  const { flow, version: current, content } = report;
  return ok({ ...reportCard(parts, report), flow, version: current, ...content });
}

async function timeline(parts: StaffParts, { reportId }: AskedAboutReport): Promise<HttpResponse> {
  const report = await opened(parts, reportId);
  const [entries, names] = await Promise.all([
    parts.audit.list({ subject: reportId, limit: 200 }),
    namesOf(parts),
  ]);
  const own = [
    { at: report.firstReceivedAt, what: 'received-first', by: null },
    ...(report.submittedAt === null ? [] : [{ at: report.submittedAt, what: 'submitted', by: null }]),
    ...report.content.additions.map(({ at }) => ({ at: new Date(at), what: 'addition', by: null })),
  ];
  const staff = entries.map(({ at, action, by }) => ({
    at,
    what: action,
    by: by === null ? null : { id: by, name: names.get(by) ?? '' },
  }));
  return ok({ events: [...own, ...staff].toSorted((a, b) => a.at.getTime() - b.at.getTime()) });
}

const NextState = z.strictObject({
  state: z.enum(['received', 'forwarded', 'supporting', 'closed']),
  reason,
  version,
});

async function setState(
  parts: StaffParts,
  { me, reportId, request }: AskedAboutReport,
): Promise<HttpResponse> {
  const body = bodyOf(NextState, request);
  const report = await opened(parts, reportId);
  const next: Report = {
    ...report,
    state: body.state,
    redUnfinished: false,
    updatedAt: parts.now(),
    version: body.version + 1,
  };
  return saved(parts, {
    next,
    expected: body.version,
    me,
    action: `report.state:${body.state}`,
    reason: body.reason,
  });
}

async function answer(parts: StaffParts, { me, reportId, request }: AskedAboutReport): Promise<HttpResponse> {
  const body = bodyOf(z.strictObject({ text: z.string().trim().min(1).max(3000), version }), request);
  const report = await opened(parts, reportId);
  const staffAnswers = [...report.content.staffAnswers, { at: parts.now().toISOString(), text: body.text }];
  const next: Report = {
    ...report,
    content: { ...report.content, staffAnswers },
    updatedAt: parts.now(),
    version: body.version + 1,
  };
  return saved(parts, { next, expected: body.version, me, action: 'report.answer' });
}

interface Save {
  readonly next: Report;
  readonly expected: number;
  readonly me: StaffId;
  readonly action: string;
  readonly reason?: string;
}

async function saved(
  parts: StaffParts,
  { next, expected, me, action, reason: why }: Save,
): Promise<HttpResponse> {
  if ((await parts.reportDesk.save(next, expected)) === 'moved-on') return fault(409, 'moved-on');
  await audit(parts, me, { action, id: next.id, ...(why === undefined ? {} : { reason: why }) });
  await parts.events.emit({ kind: 'report', body: { reportId: next.id } });
  return ok({ version: next.version });
}

/** Oneself, or (for supervisors) someone else, has to do with the people of this report. */
async function conflict(
  parts: StaffParts,
  { me, reportId, request }: AskedAboutReport,
): Promise<HttpResponse> {
  const body = bodyOf(z.strictObject({ memberId: StaffId.optional(), reason }), request);
  const others = request.path.endsWith('/exclude');
  const member = others ? (body.memberId ?? me) : me;
  await parts.reportDesk.exclude(reportId, { member, by: me, at: parts.now() });
  await audit(parts, me, { action: `report.conflict:${member}`, id: reportId, reason: body.reason });
  return done;
}

async function audit(
  parts: StaffParts,
  by: StaffId,
  entry: { readonly action: string; readonly id: string; readonly reason?: string },
): Promise<void> {
  const { action, id, reason: why } = entry;
  await parts.audit.append([
    {
      at: parts.now(),
      by,
      action,
      subject: { kind: 'report', id },
      ...(why === undefined ? {} : { reason: why }),
    },
  ]);
}
