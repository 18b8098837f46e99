import { z } from 'zod';
import { Answer } from '../../../domain/answer.ts';
import { ReportContent, ReportState } from '../../../domain/report.ts';
import { at, call, nothing, query } from './call.ts';
import { LegalClock, Urgency } from './today.ts';

const ReportCard = z.object({
  id: z.string(),
  state: ReportState,
  urgency: Urgency,
  redUnfinished: z.boolean(),
  firstReceivedAt: z.string(),
  updatedAt: z.string(),
  submittedAt: z.string().nullable(),
  legal: LegalClock,
});
export type ReportCard = z.infer<typeof ReportCard>;

const Report = ReportCard.extend({
  flow: z.string(),
  answers: z.record(z.string(), Answer),
  additions: ReportContent.shape.additions,
  staffAnswers: ReportContent.shape.staffAnswers,
  version: z.number(),
});
export type Report = z.infer<typeof Report>;

const Happening = z.object({
  at: z.string(),
  what: z.string(),
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type Happening = z.infer<typeof Happening>;

export interface ReportFilter {
  readonly state?: string | undefined;
  readonly urgency?: string | undefined;
  readonly unfinished?: '1' | undefined;
  readonly place?: string | undefined;
  readonly field?: string | undefined;
  readonly before?: string | undefined;
}

const Page = z.object({ reports: z.array(ReportCard), next: z.string().nullable() });
const Version = z.object({ version: z.number() });
const of = (id: string, rest = '') => `/reports/${at(id)}${rest}`;

export const reports = {
  list: (filter: ReportFilter) => call('GET', `/reports${query({ ...filter, limit: 50 })}`, Page),
  find: (receipt: string) =>
    call('POST', '/reports/find', z.object({ reports: z.array(ReportCard) }), { receipt }),
  get: (id: string) => call('GET', of(id), Report),
  timeline: (id: string) => call('GET', of(id, '/timeline'), z.object({ events: z.array(Happening) })),
  state: (
    id: string,
    change: { readonly state: string; readonly reason: string; readonly version: number },
  ) => call('POST', of(id, '/state'), Version, change),
  answer: (id: string, text: string, version: number) =>
    call('POST', of(id, '/answers'), Version, { text, version }),
  conflict: (id: string, reason: string) => call('POST', of(id, '/conflict'), nothing, { reason }),
};
