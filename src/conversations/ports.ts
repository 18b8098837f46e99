import type { Answer, AttachmentRef } from '../domain/answer.ts';
import type { ChannelName } from '../domain/channel.ts';
import type { Conversation, Memory } from '../domain/conversation.ts';
import type { DialogState } from '../domain/dialog.ts';
import type { AttachmentId, ConversationId, HandoffId, ReportId } from '../domain/ids.ts';
import type {
  Author,
  Content,
  Incoming,
  Outgoing,
  TranscriptBody,
  TranscriptEntry,
} from '../domain/message.ts';
import type { Rating } from '../domain/rating.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { Report } from '../domain/report.ts';
import type { TextParams } from '../domain/text.ts';
import type { Urgency } from '../domain/urgency.ts';
import type { Effect, SayEffect } from '../flows/effect.ts';
import type { Input } from '../flows/turn.ts';

/** Runs `work` while no one else in any process holds `key`; `busy` when it was not got in time. */
export interface Lock {
  hold<T>(key: string, work: () => Promise<T>): Promise<T | 'busy'>;
}

/**
 * Tells other parts and processes that a conversation has something new; nothing depends on it arriving.
 * `lines` are the new lines as far as the one who signals has them: listeners of the same process need not
 * read them again. Without any, a listener looks for itself.
 */
export interface Signals {
  changed(id: ConversationId, lines?: readonly TranscriptEntry[]): void;
  onChanged(id: ConversationId, listener: (lines: readonly TranscriptEntry[]) => void): () => void;
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
  /** Until when staff have blocked this person. */
  readonly blockedUntil?: Date;
  /** The word that was agreed with staff to mean stop. */
  readonly stopWord?: string;
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

/** The conversation moves to the web chat behind a one-use link; `memory` is all that goes with it. */
export interface Severing {
  readonly token: string;
  readonly memory: Memory;
  readonly expiresAt: Date;
}

/** Everything one turn changes; it is committed as one transaction or not at all. */
export interface TurnCommit {
  readonly before: OpenConversation;
  readonly after: Pick<Conversation, 'holder' | 'epoch' | 'urgency' | 'lastPersonAt'> & {
    readonly memory: Memory;
  };
  readonly entries: readonly NewEntry[];
  readonly answered: readonly string[];
  readonly parked?: { readonly inboxIds: readonly string[]; readonly errorCode: string };
  /** Lines that showed a secret and are now replaced by a line without it. */
  readonly redacted: readonly { readonly seq: number; readonly body: TranscriptBody }[];
  readonly reports: readonly ReportChange[];
  readonly handoffs: readonly NewHandoff[];
  /** Counted without any tie to this conversation. */
  readonly ratings?: readonly Rating[];
  /** What was written so far is destroyed with its key; `reports` are drafts that go with it. */
  readonly forget?: { readonly reports: readonly ReportId[] };
  /** Together with `forget`: the platform's conversation keeps nothing but that a link was given. */
  readonly sever?: Severing;
}

/** The other end of the link: begins the new conversation with what came along, once. */
export interface Hops {
  redeem(
    token: string,
    arrival: { readonly channel: ChannelName; readonly senderId: string },
    now: Date,
  ): Promise<boolean>;
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
  /** The id that the conversation of a person on a channel has or will have. */
  idOf(channel: ChannelName, senderId: string): ConversationId;
  exists(id: ConversationId): Promise<boolean>;
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
  /** Who speaks; without it a channel takes the bot, who may do least. */
  readonly author?: Author;
  /** Further replies of the same speaker that go out in the same message, where replies are counted. */
  readonly joined?: readonly TranscriptBody[];
}

export type SendingOutcome =
  | { readonly kind: 'sent' }
  /** Not `counted` when the reply itself was not at fault: the platform was away, too many calls. */
  | { readonly kind: 'retry'; readonly at: Date; readonly errorCode: string; readonly counted: boolean }
  | { readonly kind: 'failed'; readonly errorCode: string };

export interface Outbox {
  /** The first unsent reply of each conversation that is due; replies with a stale epoch are refused here. */
  due(now: Date, limit: number): Promise<readonly DueSending[]>;
  record(id: string, outcome: SendingOutcome): Promise<void>;
}

/** A push channel's way out. `unsendable` is final: window closed, blocked, too long. */
export type SendResult =
  | { readonly kind: 'sent' }
  /** `waits`: nothing is wrong with this reply, so it is not one of its tries and never ends it. */
  | { readonly kind: 'try-later'; readonly errorCode: string; readonly after?: number; readonly waits?: true }
  | { readonly kind: 'unsendable'; readonly errorCode: string };

export interface Sender {
  send(sending: DueSending): Promise<SendResult>;
}

/** A message as the person will see it; `secret` ones are shown once and never kept in the clear (receipts). */
export interface Said {
  readonly message: Outgoing;
  readonly secret: boolean;
}

export type Step = { readonly kind: 'said'; readonly said: Said } | Exclude<Effect, SayEffect>;

/** Carries out what flow data cannot say; the outcome leads the flow on, `params` fill its texts. */
export type RunAction = (
  name: string,
  args: Readonly<Record<string, string>>,
  dialog: DialogState,
) => Promise<ActionResult>;

/** `drop` names answers the dialog must not keep: those of a report that is sent, or a receipt just typed. */
export interface ActionResult {
  readonly outcome: string;
  readonly params: TextParams;
  readonly drop?: (field: string) => boolean;
  /** The flows below the current one are given up. */
  readonly leaveOthers?: boolean;
}

export interface DialogRequest {
  readonly conversation: Pick<Conversation<ConversationId>, 'id' | 'channel' | 'locale'>;
  readonly now: Date;
  /** The Bot Framework's dialog state as it was left. */
  readonly dialog: unknown;
  readonly input: Input;
  /** Instead of hearing the input: begin a flow on top of the current question, or ask that question again. */
  readonly instead?:
    | {
        readonly kind: 'begin';
        readonly flow: string;
        readonly answers: Readonly<Record<string, Answer>>;
        readonly heard: Readonly<Record<string, string>>;
        /** What was under way is given up instead of waiting below. */
        readonly replace?: boolean;
      }
    | { readonly kind: 'again' };
  readonly runAction: RunAction;
}

export interface DialogOutcome {
  readonly dialog: unknown;
  readonly state: DialogState;
  readonly steps: readonly Step[];
  readonly understood: boolean;
}

/** The dialogs, as conversations need them; bot/ meets this with the Bot Framework. */
export interface DialogRunner {
  run(request: DialogRequest): Promise<DialogOutcome>;
  /** The engine's state within a saved dialog. */
  read(dialog: unknown): DialogState;
  /** A saved dialog that holds this state of the engine. */
  write(state: DialogState): unknown;
}

/** A file as it came in, whole in memory; `name` is never stored. */
export interface Upload {
  readonly channel: ChannelName;
  readonly senderId: string;
  readonly bytes: Buffer;
}

export interface AttachmentStore {
  /**
   * Sniffs, refuses (UserError) or seals a file: images get a copy without any metadata for showing,
   * the original is sealed apart.
   */
  keep(upload: Upload, now: Date): Promise<AttachmentRef>;
  /** The picture for showing, within its conversation; `undefined` elsewhere, and once it belongs to a report. */
  viewOwn(owner: ConversationId, id: AttachmentId): Promise<OpenedFile | undefined>;
  /** Refuses (UserError) or seals what staff want to send: of a picture the pixels alone, a document as it is. */
  keepFromStaff(owner: ConversationId, bytes: Buffer, now: Date): Promise<AttachmentRef>;
  /** The whole file, if staff sent it in this conversation; `undefined` for all others, and once it is forgotten. */
  fromStaff(owner: ConversationId, id: AttachmentId): Promise<OpenedFile | undefined>;
  /** Removes a file of staff that was kept and then not sent after all. */
  takeBack(owner: ConversationId, id: AttachmentId): Promise<void>;
}

/** A kept file, opened. */
export interface OpenedFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What a channel does with what it received. */
export interface Reception {
  receive(event: Incoming): Promise<Accepted>;
}
