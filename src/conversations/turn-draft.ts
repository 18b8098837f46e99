import { randomUUID } from 'node:crypto';
import { Memory } from '../domain/conversation.ts';
import type { Holder } from '../domain/holder.ts';
import { HandoffId, type ReportId } from '../domain/ids.ts';
import { secretRemoved } from '../domain/message.ts';
import type { Rating } from '../domain/rating.ts';
import { moreUrgent, type Urgency } from '../domain/urgency.ts';
import type {
  NewEntry,
  NewHandoff,
  OpenConversation,
  ReportChange,
  Said,
  Severing,
  TurnCommit,
} from './ports.ts';

/** What one turn will change, gathered event by event; nothing is true before it is committed. */
export class TurnDraft {
  readonly before: OpenConversation;
  readonly now: Date;
  readonly entries: NewEntry[] = [];
  readonly answered: string[] = [];
  readonly handoffs: NewHandoff[] = [];
  readonly reports = new Map<ReportId, ReportChange>();
  readonly withdrawn: number[] = [];
  readonly ratings: Rating[] = [];
  memory: Memory;
  holder: Holder;
  epoch: number;
  urgency: Urgency;
  lastPersonAt: Date;
  forgotten: { reports: ReportId[] } | undefined;
  severed: Severing | undefined;

  constructor(before: OpenConversation, now: Date) {
    this.before = before;
    this.now = now;
    this.memory = before.memory;
    this.holder = before.holder;
    this.epoch = before.epoch;
    this.urgency = before.urgency;
    this.lastPersonAt = before.lastPersonAt;
  }

  remember(changes: Partial<Memory>): void {
    this.memory = { ...this.memory, ...changes };
  }

  /** The person's own clock may run ahead of ours; windows and budgets must not gain by it. */
  heardAt(at: Date): void {
    const heard = at < this.now ? at : this.now;
    if (heard > this.lastPersonAt) this.lastPersonAt = heard;
  }

  redact(seq: number): void {
    this.withdrawn.push(seq);
  }

  raise(urgency: Urgency): void {
    this.urgency = moreUrgent(this.urgency, urgency);
  }

  add(entry: NewEntry): void {
    this.entries.push(entry);
  }

  say({ message, secret }: Said): void {
    this.add({ author: 'bot', at: this.now, body: { kind: 'replied', message } });
    if (secret)
      this.remember({ secrets: [...this.memory.secrets, this.before.lastSeq + this.entries.length] });
  }

  /** The person's last line held a receipt: its words go with the next turn. */
  hideLastSaid(): void {
    this.hideLastTap();
    this.remember({ recent: this.memory.recent.slice(1) });
  }

  /** The same for a tap, which is not remembered otherwise. */
  hideLastTap(): void {
    const index = this.entries.findLastIndex(({ author }) => author === 'person');
    if (index < 0) return;
    this.remember({ secrets: [...this.memory.secrets, this.before.lastSeq + index + 1] });
  }

  /** A request for a person; a second one in the same conversation raises the first. */
  requestHandoff(urgency: Urgency, reason: string): void {
    this.raise(urgency);
    this.add({
      author: 'system',
      at: this.now,
      body: { kind: 'noted', event: `handoff:${reason}`, urgency },
    });
    if (this.holder.kind === 'staff') return;
    const waiting = this.holder.kind === 'queue' ? this.holder.handoffId : undefined;
    const id = waiting ?? HandoffId.parse(randomUUID());
    this.handoffs.push({ id, urgency, reason, openedAt: this.now });
    if (waiting !== undefined) return;
    this.holder = { kind: 'queue', handoffId: id };
    this.epoch += 1;
  }

  /** A new beginning leaves the draft told so far where it is; only "delete" takes it away. */
  startAnew(): void {
    const link = this.memory.report;
    const left = link === undefined || link.submitted ? [] : [link.id];
    this.remember({ report: undefined, leftDrafts: [...this.memory.leftDrafts, ...left].slice(-20) });
  }

  /** Everything said so far goes, also what this very turn has gathered. */
  forget(): void {
    const link = this.memory.report;
    const drafts = [...this.memory.leftDrafts, ...(link === undefined || link.submitted ? [] : [link.id])];
    this.forgotten = { reports: drafts };
    for (const id of drafts) this.reports.delete(id);
    this.entries.length = 0;
    const { dialog, greeted } = this.memory;
    this.memory = Memory.parse({ dialog, greeted });
  }

  /** Everything moves behind the link; the reports go along untouched, and here nobody waits any more. */
  sever(severing: Severing): void {
    const { reports } = this;
    this.forget();
    this.forgotten = { reports: [] };
    this.severed = severing;
    for (const change of [...reports.values()]) this.reports.set(change.report.id, change);
    this.holder = { kind: 'bot' };
    this.epoch += 1;
    this.urgency = 'routine';
    this.handoffs.length = 0;
  }

  toCommit(): TurnCommit {
    const shown = this.before.memory.secrets.filter(() => this.answered.length > 0);
    const secrets = this.memory.secrets.filter((seq) => !shown.includes(seq));
    return {
      before: this.before,
      after: {
        holder: this.holder,
        epoch: this.epoch,
        urgency: this.urgency,
        lastPersonAt: this.lastPersonAt,
        memory: { ...this.memory, secrets },
      },
      entries: this.entries,
      answered: this.answered,
      redacted:
        this.forgotten === undefined
          ? [...shown, ...this.withdrawn].map((seq) => ({ seq, body: secretRemoved }))
          : [],
      reports: [...this.reports.values()],
      handoffs: this.handoffs,
      ...(this.ratings.length === 0 ? {} : { ratings: this.ratings }),
      ...(this.forgotten === undefined ? {} : { forget: this.forgotten }),
      ...(this.severed === undefined ? {} : { sever: this.severed }),
    };
  }
}
