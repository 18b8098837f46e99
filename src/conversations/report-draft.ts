import { randomUUID } from 'node:crypto';
import type { Answer } from '../domain/answer.ts';
import type { DialogState } from '../domain/dialog.ts';
import { ReportId } from '../domain/ids.ts';
import type { Report } from '../domain/report.ts';
import { isHard, moreUrgent } from '../domain/urgency.ts';
import type { ReportStore, Step } from './ports.ts';
import type { Routes } from './routes.ts';
import type { TurnDraft } from './turn-draft.ts';

/** Fields of menus and receipts say how a person found their way; an addition goes to its own report. */
const notOfReport = /^nav_|^report_addition$/u;
/** What stays true of the person for the next report: asked once in the welcome. */
const ofPerson = /^(age_band|phone_watched)$/u;

/** Of a sent report nothing stays in the dialog. */
export function isTold(field: string): boolean {
  return !notOfReport.test(field) && !ofPerson.test(field);
}

/**
 * Keeps the draft in step with the dialog: it opens with the first answer inside a reporting flow and
 * is written with every further one, so that nothing told is lost when the person falls silent.
 */
export async function keepDraft(
  draft: TurnDraft,
  { steps, state }: { readonly steps: readonly Step[]; readonly state: DialogState },
  {
    reports,
    routes,
    told: toldAlready,
  }: { readonly reports: ReportStore; readonly routes: Routes; readonly told: boolean },
): Promise<void> {
  const told = toldAlready || steps.some((step) => isAnswer(step) && !notOfReport.test(step.field));
  const raised = steps.some((step) => step.kind === 'handoff' && isHard(step.urgency));
  if (!told && !raised) return;
  const frame = state.stack.find(({ flow }) => routes.report.includes(flow));
  const open = await openDraft(draft, reports);
  if (open === undefined && frame === undefined) return;
  const report =
    open?.report ?? newReport(draft, { flow: frame?.flow ?? '', flowHash: frame?.flowHash ?? '' });
  draft.reports.set(report.id, { report: withAnswers(report, draft, state), expected: open?.expected ?? 0 });
  draft.remember({ report: { id: report.id, submitted: false } });
}

function isAnswer(step: Step): step is Extract<Step, { kind: 'answer' | 'clear-answer' }> {
  return step.kind === 'answer' || step.kind === 'clear-answer';
}

/** The draft as this turn has it so far, or as it is stored. */
export async function openDraft(draft: TurnDraft, reports: ReportStore) {
  const link = draft.memory.report;
  if (link === undefined || link.submitted) return undefined;
  const changed = draft.reports.get(link.id);
  if (changed !== undefined) return { report: changed.report, expected: changed.expected };
  const stored = await reports.open(link.id);
  return stored === undefined ? undefined : { report: stored, expected: stored.version };
}

function newReport(draft: TurnDraft, flow: { readonly flow: string; readonly flowHash: string }): Report {
  return {
    id: ReportId.parse(randomUUID()),
    state: 'draft',
    urgency: 'routine',
    redUnfinished: false,
    ...flow,
    // To the minute: enough for the legal clock, too little to match a chat by its second.
    firstReceivedAt: new Date(Math.floor(draft.now.getTime() / 60_000) * 60_000),
    updatedAt: draft.now,
    submittedAt: null,
    version: 0,
    content: { answers: {}, additions: [], staffAnswers: [] },
  };
}

function withAnswers(report: Report, draft: TurnDraft, state: DialogState): Report {
  const urgency = moreUrgent(report.urgency, draft.urgency);
  return {
    ...report,
    urgency,
    redUnfinished: report.state === 'draft' && (report.redUnfinished || isHard(urgency)),
    updatedAt: draft.now,
    version: draft.reports.has(report.id) ? report.version : report.version + 1,
    content: { ...report.content, answers: reportAnswers(state) },
  };
}

export function reportAnswers(state: DialogState): Readonly<Record<string, Answer>> {
  return Object.fromEntries(Object.entries(state.answers).filter(([field]) => !notOfReport.test(field)));
}
