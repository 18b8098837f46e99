import { randomUUID } from 'node:crypto';
import type {
  ConversationStore,
  NewHandoff,
  OpenConversation,
  Pending,
  ReportStore,
  TurnCommit,
} from '../../conversations/ports.ts';
import { Memory } from '../../domain/conversation.ts';
import { ConversationId, type ReportId } from '../../domain/ids.ts';
import type { Incoming, TranscriptEntry } from '../../domain/message.ts';
import type { Rating } from '../../domain/rating.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Report } from '../../domain/report.ts';
import { compareUrgency } from '../../domain/urgency.ts';

interface Kept {
  open: OpenConversation;
  pending: Pending[];
  entries: TranscriptEntry[];
}

/**
 * Conversations and reports in this process, for the terminal and for golden conversations. What a
 * conversation remembers goes through JSON at every commit, as it does in a database.
 */
export class MemoryStore {
  /** The language of conversations that begin from now on. */
  locale = 'vi';
  readonly reports = new Map<ReportId, Report>();
  readonly handoffs = new Map<string, NewHandoff>();
  readonly ratings: Rating[] = [];
  /** What staff have set for a conversation. */
  readonly agreed = new Map<ConversationId, Pick<OpenConversation, 'blockedUntil' | 'stopWord'>>();
  readonly #kept = new Map<ConversationId, Kept>();
  readonly #ids = new Map<string, ConversationId>();
  readonly #externals = new Set<string>();
  readonly #receipts = new Map<string, ReportId>();

  readonly conversations: ConversationStore = {
    accept: async (event, now) => this.#accept(event, now),
    open: async (id, limit) => this.#open(id, limit),
    commit: async (turn) => this.#commit(turn),
    countFailure: async (inboxIds) => this.#countFailure(inboxIds),
    waiting: async () => [...this.#kept].filter(([, kept]) => kept.pending.length > 0).map(([id]) => id),
    transcript: async (id, after, limit) =>
      (this.#kept.get(id)?.entries ?? []).filter(({ seq }) => seq > after).slice(0, limit),
    idOf: (channel, senderId) => this.#idOf(`${channel}\0${senderId}`),
    exists: async (id) => this.#kept.has(id),
  };

  readonly reportStore: ReportStore = {
    open: async (id) => this.reports.get(id),
    hashReceipt: async (receipt) => Buffer.from(receipt),
    findByReceipt: async (receipt: Receipt) => this.#receipts.get(receipt),
  };

  /** A report that was sent before, as another conversation would have left it. */
  file(report: Report, receiptHash: Uint8Array): void {
    this.#writeReport(report, receiptHash);
  }

  #idOf(sender: string): ConversationId {
    const id = this.#ids.get(sender) ?? ConversationId.parse(randomUUID());
    this.#ids.set(sender, id);
    return id;
  }

  #accept(event: Incoming, now: Date) {
    const id = this.#idOf(`${event.channel}\0${event.senderId}`);
    const external = `${event.channel}\0${event.externalId}`;
    if (this.#externals.has(external)) return { kind: 'duplicate', id } as const;
    this.#externals.add(external);
    const kept = this.#kept.get(id) ?? {
      open: { ...fresh(id, event, now), locale: this.locale },
      pending: [],
      entries: [],
    };
    this.#kept.set(id, kept);
    const { content, externalId } = event;
    kept.pending.push({
      inboxId: randomUUID(),
      externalId,
      attempts: 0,
      occurredAt: new Date(event.occurredAt),
      receivedAt: now,
      content,
    });
    return { kind: 'accepted', id } as const;
  }

  #open(id: ConversationId, limit: number): OpenConversation | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    const pending = kept.pending
      .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())
      .slice(0, limit);
    return { ...kept.open, ...this.agreed.get(id), pending };
  }

  #commit(turn: TurnCommit): 'committed' | 'moved-on' {
    const kept = this.#kept.get(turn.before.id);
    if (kept === undefined || kept.open.version !== turn.before.version) return 'moved-on';
    if (turn.forget !== undefined) this.#forget(kept, turn.forget.reports);
    turn.entries.forEach((entry, index) => {
      kept.entries.push({ ...entry, seq: turn.before.lastSeq + index + 1 });
    });
    for (const { seq, body } of turn.redacted) {
      kept.entries = kept.entries.map((entry) => (entry.seq === seq ? { ...entry, body } : entry));
    }
    const gone = new Set([...turn.answered, ...(turn.parked?.inboxIds ?? [])]);
    kept.pending = kept.pending.filter(({ inboxId }) => !gone.has(inboxId));
    for (const change of turn.reports) this.#writeReport(change.report, change.receiptHash);
    for (const handoff of turn.handoffs) this.#writeHandoff(handoff);
    this.ratings.push(...(turn.ratings ?? []));
    const memory = Memory.parse(JSON.parse(JSON.stringify(turn.after.memory)));
    const { version, lastSeq } = kept.open;
    kept.open = {
      ...kept.open,
      ...turn.after,
      memory,
      version: version + 1,
      lastSeq: lastSeq + turn.entries.length,
    };
    return 'committed';
  }

  #writeHandoff(handoff: NewHandoff): void {
    const waiting = this.handoffs.get(handoff.id);
    if (waiting !== undefined && compareUrgency(handoff.urgency, waiting.urgency) <= 0) return;
    this.handoffs.set(
      handoff.id,
      waiting === undefined ? handoff : { ...handoff, openedAt: waiting.openedAt },
    );
  }

  #writeReport(report: Report, receiptHash: Uint8Array | undefined): void {
    this.reports.set(report.id, report);
    if (receiptHash !== undefined) this.#receipts.set(Buffer.from(receiptHash).toString(), report.id);
  }

  #forget(kept: Kept, drafts: readonly ReportId[]): void {
    kept.entries = [];
    for (const id of drafts) if (this.reports.get(id)?.state === 'draft') this.reports.delete(id);
  }

  #countFailure(inboxIds: readonly string[]): void {
    for (const kept of this.#kept.values()) {
      kept.pending = kept.pending.map((each) =>
        inboxIds.includes(each.inboxId) ? { ...each, attempts: each.attempts + 1 } : each,
      );
    }
  }
}

function fresh(id: ConversationId, event: Incoming, now: Date): OpenConversation {
  return {
    id,
    channel: event.channel,
    holder: { kind: 'bot' },
    epoch: 0,
    locale: 'vi',
    version: 0,
    lastSeq: 0,
    urgency: 'routine',
    lastPersonAt: now,
    memory: Memory.parse({ dialog: {} }),
    pending: [],
    sealedWith: undefined,
  };
}
