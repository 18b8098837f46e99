import type { AttachmentRef } from '../../domain/answer.ts';
import { parseDigits, parseWords, type Receipt } from '../../domain/receipt.ts';
import type { Report, ReportState } from '../../domain/report.ts';
import type { ActionResult } from '../ports.ts';
import type { TurnDraft } from '../turn-draft.ts';
import type { ActionCall, ActionParts } from './action.ts';

/** The states in words a child can read; five, and withdrawn. */
const outcomeOf: Readonly<Record<ReportState, string>> = {
  draft: 'unknown',
  submitted: 'received',
  received: 'reading',
  supporting: 'helping',
  forwarded: 'referred',
  closed: 'closed',
  withdrawn: 'withdrawn',
};

const wrongBeforePause = 5;
const pauseMinutes = 15;

/** Looks a report up by the receipt just typed; five wrong ones are followed by a pause. */
export async function findStatus({ args, dialog, draft, parts }: ActionCall): Promise<ActionResult> {
  const drop = (field: string): boolean => field === args['field'];
  const minutes = minutesLeft(draft);
  if (minutes > 0) return { outcome: 'throttled', params: { minutes }, drop };
  const answer = dialog.answers[args['field'] ?? ''];
  const receipt = readReceipt(answer === undefined || answer.kind === 'skipped' ? '' : answer.said, parts);
  const id = receipt === undefined ? undefined : await parts.reports.findByReceipt(receipt);
  const report = id === undefined ? undefined : await parts.reports.open(id);
  if (report === undefined) return { ...countWrong(draft), drop };
  draft.remember({ found: report.id, wrongReceipts: 0, receiptsFrom: undefined });
  return { outcome: outcomeOf[report.state], params: {}, drop };
}

/** The receipt that a text holds, in digits, or that it is, in words; only one whose check is right. */
export function readReceipt(text: string, parts: Pick<ActionParts, 'receiptWords'>): Receipt | undefined {
  const digits = /\d[\d\s.\-–]{14,}\d/u.exec(text)?.[0];
  return (
    (digits === undefined ? undefined : parseDigits(digits)) ?? parseWords(text.trim(), parts.receiptWords)
  );
}

function countWrong(draft: TurnDraft): ActionResult {
  const wrongReceipts = draft.memory.wrongReceipts + 1;
  const receiptsFrom =
    wrongReceipts < wrongBeforePause
      ? undefined
      : new Date(draft.now.getTime() + pauseMinutes * 60_000).toISOString();
  draft.remember({ wrongReceipts: receiptsFrom === undefined ? wrongReceipts : 0, receiptsFrom });
  return { outcome: 'unknown', params: {} };
}

function minutesLeft(draft: TurnDraft): number {
  const from = draft.memory.receiptsFrom;
  return from === undefined ? 0 : Math.ceil((new Date(from).getTime() - draft.now.getTime()) / 60_000);
}

export async function readStatus(call: ActionCall): Promise<ActionResult> {
  const found = await openFound(call);
  const answers = found?.report.content.staffAnswers ?? [];
  if (answers.length === 0) return { outcome: 'none', params: {} };
  return { outcome: 'found', params: { messages: answers.map(({ text }) => text).join('\n\n') } };
}

export async function addToReport(call: ActionCall): Promise<ActionResult> {
  const { args, dialog, draft } = call;
  const answer = dialog.answers[args['field'] ?? ''];
  const text = answer === undefined || answer.kind === 'skipped' ? '' : answer.said;
  const attachments: readonly AttachmentRef[] = answer?.kind === 'attachments' ? answer.files : [];
  const addition = { at: draft.now.toISOString(), text, attachments: [...attachments] };
  await change(call, (report) => ({
    content: { ...report.content, additions: [...report.content.additions, addition] },
  }));
  return { outcome: 'done', params: {}, drop: (field) => field === args['field'] };
}

/** Until someone has begun to help. A report of danger is still read by staff: its urgency stays. */
export async function withdrawReport(call: ActionCall): Promise<ActionResult> {
  const found = await openFound(call);
  const early =
    found !== undefined && (found.report.state === 'submitted' || found.report.state === 'received');
  if (!early) return { outcome: 'late', params: {} };
  await change(call, () => ({ state: 'withdrawn' }));
  return { outcome: 'done', params: {} };
}

async function openFound({ draft, parts }: ActionCall) {
  const id = draft.memory.found;
  if (id === undefined) return undefined;
  const changed = draft.reports.get(id);
  if (changed !== undefined) return changed;
  const report = await parts.reports.open(id);
  return report === undefined ? undefined : { report, expected: report.version };
}

async function change(call: ActionCall, changes: (report: Report) => Partial<Report>): Promise<void> {
  const { draft } = call;
  const found = await openFound(call);
  if (found === undefined) return;
  const version = draft.reports.has(found.report.id) ? found.report.version : found.report.version + 1;
  const report = { ...found.report, ...changes(found.report), updatedAt: draft.now, version };
  draft.reports.set(report.id, { ...found, report });
}
