import type { ChannelName } from '../domain/channel.ts';
import type { Conversation, Memory } from '../domain/conversation.ts';
import type { ConversationId, HandoffId, ReportId } from '../domain/ids.ts';
import type { Author, Content, Incoming, TranscriptBody, TranscriptEntry } from '../domain/message.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { Report } from '../domain/report.ts';
import type { Urgency } from '../domain/urgency.ts';

/** Runs `work` while no one else in any process holds `key`; `busy` when it was not got in time. */
export interface Lock {
  hold<T>(key: string, work: () => Promise<T>): Promise<T | 'busy'>;
}

/** Tells other parts and processes that a conversation has something new; nothing depends on it arriving. */
export interface Signals {
  changed(id: ConversationId): void;
  onChanged(listener: (id: ConversationId) => void): () => void;
}

export type Accepted =
  | { readonly kind: 'accepted'; readonly id: ConversationId }
  | { readonly kind: 'duplicate'; readonly id: ConversationId };

/** An accepted event that no turn has answered yet. */
export interface Pending {
  readonly inboxId: string;
  readonly externalId?: string;
  readonly attempts: number;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly content: Content;
}

/** A conversation as a turn sees it, opened; `dataKey` is the store's own and is handed back to it. */
export interface OpenConversation extends Conversation<ConversationId> {
  readonly memory: Memory;
  readonly pending: readonly Pending[];
  readonly sealedWith: unknown;
}

export interface NewEntry {
  readonly author: Author;
  readonly at: Date;
  readonly body: TranscriptBody;
}

export interface NewHandoff {
  readonly id: HandoffId;
  readonly urgency: Urgency;
  readonly reason: string;
  readonly openedAt: Date;
}

/** A change of one report within a turn; `expected` is the version it was read at, 0 for a new one. */
export interface ReportChange {
  readonly report: Report;
  readonly expected: number;
  readonly receiptHash?: Uint8Array;
}

/** Everything one turn changes; it is committed as one transaction or not at all. */
export interface TurnCommit {
  readonly before: OpenConversation;
  readonly after: Pick<Conversation, 'holder' | 'epoch' | 'urgency' | 'lastPersonAt'> & { readonly memory: Memory };
  readonly entries: readonly NewEntry[];
  readonly answered: readonly string[];
  readonly parked?: { readonly inboxIds: readonly string[]; readonly errorCode: string };
  readonly reports: readonly ReportChange[];
  readonly handoffs: readonly NewHandoff[];
  /** What was written so far is destroyed with its key; `reports` are drafts that go with it. */
  readonly forget?: { readonly reports: readonly ReportId[] };
}

export interface ConversationStore {
  /** Stores the event once: a redelivery of the same channel and external id is a `duplicate`. */
  accept(event: Incoming, now: Date): Promise<Accepted>;
  /** Opens a conversation with up to `limit` unanswered events, in the order they were sent. */
  open(id: ConversationId, limit: number): Promise<OpenConversation | undefined>;
  commit(turn: TurnCommit): Promise<'committed' | 'moved-on'>;
  /** Counts a failed try on the given events. */
  countFailure(inboxIds: readonly string[]): Promise<void>;
  /** Conversations whose events have waited since before `olderThan`: what a dead process left behind. */
  waiting(olderThan: Date, limit: number): Promise<readonly ConversationId[]>;
  transcript(id: ConversationId, after: number, limit: number): Promise<readonly TranscriptEntry[]>;
}

export interface ReportStore {
  open(id: ReportId): Promise<Report | undefined>;
  /** Memory-hard and slow on purpose, so it is done before the commit, off the main thread. */
  hashReceipt(receipt: Receipt): Promise<Uint8Array>;
  /** Finds a report by its receipt, by memory-hard hash. */
  findByReceipt(receipt: Receipt): Promise<ReportId | undefined>;
}

/** One reply on its way to a platform; opened only to be sent. */
export interface DueSending {
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly channel: ChannelName;
  readonly senderId: string;
  readonly seq: number;
  readonly attempts: number;
  readonly body: TranscriptBody;
}

export type SendingOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly at: Date; readonly errorCode: string }
  | { readonly kind: 'failed'; readonly errorCode: string };

export interface Outbox {
  /** The first unsent reply of each conversation that is due; replies with a stale epoch are refused here. */
  due(now: Date, limit: number): Promise<readonly DueSending[]>;
  record(id: string, outcome: SendingOutcome): Promise<void>;
}

/** A push channel's way out. `unsendable` is final: window closed, blocked, too long. */
export type SendResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'try-later'; readonly errorCode: string; readonly after?: number }
  | { readonly kind: 'unsendable'; readonly errorCode: string };

export interface Sender {
  send(sending: DueSending): Promise<SendResult>;
}
