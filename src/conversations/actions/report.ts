import { groupDigits, receiptFromSecret, receiptToWords } from '../../domain/receipt.ts';
import type { Report } from '../../domain/report.ts';
import type { ActionResult, ReportChange } from '../ports.ts';
import { isTold, openDraft, reportAnswers } from '../report-draft.ts';
import type { ActionCall } from './action.ts';

export function summariseReport({ dialog, draft, parts }: ActionCall): ActionResult {
  const summary = parts.summarise(reportAnswers(dialog), draft.before.locale);
  return summary === '' ? { outcome: 'empty', params: {} } : { outcome: 'done', params: { summary } };
}

/** Sends the draft and makes its receipt. Sent once: without new answers there is nothing to send again. */
export async function submitReport(call: ActionCall): Promise<ActionResult> {
  const { draft, parts } = call;
  const open = await openDraft(draft, parts.reports);
  if (open === undefined) return { outcome: 'empty', params: {} };
  const receipt = receiptFromSecret(parts.newReceipt());
  const report = submitted(call, open.report, draft.reports.has(open.report.id));
  const change: ReportChange = {
    report,
    expected: open.expected,
    receiptHash: await parts.reports.hashReceipt(receipt),
  };
  draft.reports.set(report.id, change);
  const words = receiptToWords(receipt, parts.receiptWords);
  draft.remember({
    report: { id: report.id, submitted: true },
    readBack: { digits: receipt.slice(-4), words: words.split(' ').at(-1) ?? '' },
  });
  return { outcome: 'done', params: { receipt: groupDigits(receipt), words }, drop: isTold };
}

function submitted({ draft, dialog }: ActionCall, report: Report, changedThisTurn: boolean): Report {
  return {
    ...report,
    state: 'submitted',
    redUnfinished: false,
    updatedAt: draft.now,
    submittedAt: draft.now,
    version: changedThisTurn ? report.version : report.version + 1,
    content: { ...report.content, answers: reportAnswers(dialog) },
  };
}

/** The last four digits, the last word, or the whole code: enough to know that it was seen right. */
export function readBack({ args, dialog, draft }: ActionCall): ActionResult {
  const expected = draft.memory.readBack;
  const answer = dialog.answers[args['field'] ?? ''];
  const said = answer === undefined || answer.kind === 'skipped' ? '' : answer.said.toLowerCase();
  const digits = said.replaceAll(/\D/gu, '');
  const lastWord = said.trim().split(/\s+/u).at(-1);
  const same = expected !== undefined && (digits.endsWith(expected.digits) || lastWord === expected.words);
  if (same) draft.remember({ readBack: undefined });
  return { outcome: same ? 'same' : 'different', params: {}, drop: (field) => field === args['field'] };
}
