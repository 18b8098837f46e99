import type { ConversationId } from '../domain/ids.ts';
import type { Author } from '../domain/message.ts';

/**
 * What the channels with a platform behind them (Zalo, Messenger) need kept. Marks and events pass
 * through as strings and JSON: what they mean is the channel's own.
 */
export interface SendingMarks {
  /** Says that a part of a reply is about to be sent; its echo may come before the answer. */
  begun(sendingId: string, part: number, mark: string): Promise<void>;
  /** The platform's answer says that it has this part. Its echo may still come. */
  taken(sendingId: string, part: number): Promise<void>;
  /** The platform surely has it not: no echo is waited for. */
  refused(sendingId: string, part: number): Promise<void>;
  /**
   * An echo with this mark. Several parts may bear the same one (files have no words): echoes come in order, so it
   * is that of the first whose echo has not come. False when there is none.
   */
  arrived(mark: string): Promise<boolean>;
  partsArrived(sendingId: string): Promise<ReadonlySet<number>>;
}

export interface BudgetRule {
  readonly replies: number;
  readonly within: number;
  readonly keptForStaff: number;
}

export interface BudgetLeft {
  readonly lastPersonAt: Date;
  /** Replies that may still be sent by the bot, and by anyone, before the person writes again. */
  readonly forBot: number;
  readonly inAll: number;
  readonly until: Date;
}

export interface ReplyBudget {
  lastPersonAt(id: ConversationId): Promise<Date | undefined>;
  /** Counts one reply before it is sent; `spent` when this author has none left. */
  take(id: ConversationId, author: Author, rule: BudgetRule): Promise<'taken' | 'spent'>;
  /** For a reply that was surely not sent. */
  giveBack(id: ConversationId): Promise<void>;
  left(id: ConversationId, rule: BudgetRule): Promise<BudgetLeft | undefined>;
}

export interface HeldEvent {
  readonly id: string;
  readonly attempts: number;
  readonly event: unknown;
}

/** Events whose files are still to be fetched: kept sealed, so that a crash loses no picture. */
export interface HeldEvents {
  hold(key: string, event: unknown, now: Date): Promise<'held' | 'duplicate'>;
  /** Takes up to `limit` due events for `lease` milliseconds; another process gets other ones. */
  claim(now: Date, limit: number, lease: number): Promise<readonly HeldEvent[]>;
  later(id: string, at: Date): Promise<void>;
  done(id: string): Promise<void>;
}

/** An access token and the single-use refresh token it came with. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
  readonly expiresAt: Date;
}

export interface StoredTokens {
  readonly pair: TokenPair;
  /** `refreshing` was written before a refresh was asked for and is still there: its answer was lost. */
  readonly state: 'good' | 'refreshing' | 'dead';
  /** Keyed hash of the refresh token that the configuration gave when this pair was begun. */
  readonly seed?: string;
}

export interface TokenStore {
  read(account: string): Promise<StoredTokens | undefined>;
  write(account: string, tokens: StoredTokens): Promise<void>;
}
