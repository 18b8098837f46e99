import type { ConversationId, ReportId } from '../domain/ids.ts';
import type { Report } from '../domain/report.ts';
import { compareUrgency, isHard, moreUrgent, type Urgency } from '../domain/urgency.ts';
import type { ConversationStore, OpenConversation, ReportStore } from './ports.ts';
import { TurnDraft } from './turn-draft.ts';

/** What the rules of danger say of one text today. */
export type Judge = (text: string) => Urgency;

export interface Rescreening {
  readonly judge: Judge;
  readonly conversations: ConversationStore;
  readonly reports: Pick<ReportStore, 'open'>;
  readonly saveReport: (report: Report, expected: number) => Promise<'saved' | 'moved-on'>;
  readonly now: () => Date;
}

/** `lower` changes nothing: that something is less urgent than it was held to be is for a person to say. */
export type Moved = 'raised' | 'lower' | 'same';

const pageSize = 500;
const mostTries = 3;

/**
 * Reads a conversation again under changed rules. If it is more urgent now it is raised, and whoever looks after
 * silent conversations with a red answer finds it; either way a line in the transcript says so.
 */
export async function rescreenConversation(parts: Rescreening, id: ConversationId): Promise<Moved> {
  for (let tries = 0; tries < mostTries; tries++) {
    const open = await parts.conversations.open(id, 1);
    if (open === undefined) return 'same';
    const to = await judged(parts, open);
    const moved = direction(open.urgency, to);
    if (moved === 'same') return 'same';
    const draft = new TurnDraft(open, parts.now());
    if (moved === 'raised') draft.raise(to);
    const event = moved === 'raised' ? 'rescreened:raised' : 'rescreened:lower';
    draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event, urgency: to } });
    if ((await parts.conversations.commit(draft.toCommit())) === 'committed') return moved;
  }
  return 'same';
}

async function judged(
  { conversations, judge }: Rescreening,
  { id, lastSeq }: OpenConversation,
): Promise<Urgency> {
  let most: Urgency = 'routine';
  for (let after = 0; after < lastSeq; after += pageSize) {
    const lines = await conversations.transcript(id, after, pageSize);
    for (const { body } of lines)
      if (body.kind === 'said' && body.content.kind === 'text')
        most = moreUrgent(most, judge(body.content.text));
  }
  return most;
}

/** The same for a report that is not closed. */
export async function rescreenReport(parts: Rescreening, id: ReportId): Promise<Moved> {
  for (let tries = 0; tries < mostTries; tries++) {
    const report = await parts.reports.open(id);
    if (report === undefined) return 'same';
    const to = textsOf(report).reduce<Urgency>(
      (most, text) => moreUrgent(most, parts.judge(text)),
      'routine',
    );
    const moved = direction(report.urgency, to);
    if (moved !== 'raised') return moved;
    const redUnfinished = report.redUnfinished || report.state === 'draft';
    const next = { ...report, urgency: to, redUnfinished, version: report.version + 1 };
    if ((await parts.saveReport(next, report.version)) === 'saved') return 'raised';
  }
  return 'same';
}

function textsOf({ content }: Report): readonly string[] {
  const answers = Object.values(content.answers).flatMap((answer) =>
    answer.kind === 'text' ? [answer.said] : [],
  );
  return [...answers, ...content.additions.map(({ text }) => text)];
}

/** Only what crosses the line between calling someone today and not is worth a word. */
function direction(from: Urgency, to: Urgency): Moved {
  if (isHard(to) && compareUrgency(to, from) > 0) return 'raised';
  return isHard(from) && !isHard(to) ? 'lower' : 'same';
}
