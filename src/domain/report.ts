import { z } from 'zod';
import { Answer, AttachmentRef } from './answer.ts';
import type { ReportId } from './ids.ts';
import type { Urgency } from './urgency.ts';

/**
 * The report's way through the Centre, after the six steps of hotline 111 (child-protection.md 5.4).
 * `draft` is a report from its first answer on; it is never lost half done.
 */
export const ReportState = z.enum([
  'draft',
  'submitted',
  'received',
  'forwarded',
  'supporting',
  'closed',
  'withdrawn',
]);
export type ReportState = z.infer<typeof ReportState>;

/** What is sealed of a report: answers by field, and what was added after it was sent. */
export const ReportContent = z.strictObject({
  answers: z.record(z.string(), Answer),
  additions: z.array(
    z.strictObject({
      at: z.iso.datetime({ offset: true }),
      text: z.string(),
      attachments: z.array(AttachmentRef),
    }),
  ),
  staffAnswers: z.array(z.strictObject({ at: z.iso.datetime({ offset: true }), text: z.string() })),
});
export type ReportContent = Readonly<z.infer<typeof ReportContent>>;

/** A report holds no id of a platform, a person or a conversation: who told is kept apart from what was told. */
export interface Report {
  readonly id: ReportId;
  readonly state: ReportState;
  readonly urgency: Urgency;
  /** A red answer was given, and the report is not yet sent. */
  readonly redUnfinished: boolean;
  readonly flow: string;
  readonly flowHash: string;
  readonly firstReceivedAt: Date;
  readonly updatedAt: Date;
  readonly submittedAt: Date | null;
  readonly version: number;
  readonly content: ReportContent;
}
