import type { NoteKind } from '../conversations/handoff/ports.ts';
import type { ConversationId, ReportId, StaffId } from '../domain/ids.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { Report, ReportState } from '../domain/report.ts';
import type { Urgency } from '../domain/urgency.ts';

export interface StoredNote {
  readonly id: string;
  readonly by: StaffId;
  readonly kind: NoteKind;
  readonly at: Date;
  readonly afterSeq: number;
  readonly text: string;
}

/** When it is safe to write to the person first. */
export interface SafeContact {
  readonly window: { readonly from: string; readonly to: string } | null;
  readonly never: boolean;
  readonly stopWord: string | null;
}

export interface Block {
  readonly conversationId: ConversationId;
  readonly until: Date;
  readonly reason: string;
  readonly by: StaffId;
}

export type SendingState = 'due' | 'sent' | 'failed' | 'refused';

/** What lies beside a conversation for staff. */
export interface DeskReads {
  notes(id: ConversationId): Promise<readonly StoredNote[]>;
  /** Who of the staff wrote which line, and how far each line got. */
  authors(id: ConversationId, after: number): Promise<ReadonlyMap<number, StaffId>>;
  sendings(id: ConversationId, after: number): Promise<ReadonlyMap<number, SendingState>>;
  contact(id: ConversationId): Promise<SafeContact | undefined>;
  setContact(id: ConversationId, rule: SafeContact): Promise<void>;
  block(id: ConversationId): Promise<Block | undefined>;
  blocks(now: Date): Promise<readonly Block[]>;
  setBlock(block: Block, at: Date): Promise<void>;
  removeBlock(id: ConversationId): Promise<void>;
}

export interface StaffEvent {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly conversationId: ConversationId | null;
  readonly to: StaffId | null;
  readonly body: Readonly<Record<string, string | number | null>>;
  readonly excluded: readonly StaffId[];
}

export interface EventLog {
  emit(event: {
    readonly kind: string;
    readonly conversationId?: ConversationId;
    readonly to?: StaffId;
    readonly body: Readonly<Record<string, string | number | null>>;
  }): Promise<void>;
  after(id: number, limit: number): Promise<readonly StaffEvent[]>;
  bounds(): Promise<{ readonly oldest: number; readonly newest: number }>;
  prune(before: Date): Promise<void>;
}

export interface PushStore {
  put(staffId: StaffId, endpoint: string, subscription: string, at: Date): Promise<void>;
  list(staffId: StaffId): Promise<readonly string[]>;
  remove(endpoint: string): Promise<void>;
  removeAll(staffId: StaffId): Promise<void>;
}

export interface Canned {
  readonly id: string;
  readonly locale: string;
  readonly title: string;
  readonly text: string;
}

export interface SettingStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  canned(locale: string): Promise<readonly Canned[]>;
  putCanned(reply: Canned): Promise<void>;
  removeCanned(id: string): Promise<void>;
}

export type ReportRow = Omit<Report, 'content' | 'flow' | 'flowHash'>;

export interface ReportFilter {
  readonly state?: ReportState;
  readonly urgency?: Urgency;
  readonly unfinished?: boolean;
  /** `place:2025:11983` or `field:NAME:VALUE`, found by keyed hash. */
  readonly tokens: readonly string[];
  readonly before?: Date;
  readonly limit: number;
  /** Reports this member has a conflict of interest with are left out. */
  readonly for: StaffId;
}

export interface ReportDesk {
  list(filter: ReportFilter): Promise<readonly ReportRow[]>;
  excluded(id: ReportId): Promise<readonly StaffId[]>;
  exclude(
    id: ReportId,
    who: { readonly member: StaffId; readonly by: StaffId; readonly at: Date },
  ): Promise<void>;
  /** Writes the next version, unless it has moved on. */
  save(report: Report, expected: number): Promise<'saved' | 'moved-on'>;
  /** Brings the search tokens of changed reports up to date; gives back how many. */
  index(limit: number): Promise<number>;
  findByReceipt(receipt: Receipt): Promise<ReportId | undefined>;
  /** Reports whose 12 hours are nearly or fully over while nobody has received them. */
  watchLaw(limits: {
    readonly soonBefore: Date;
    readonly overBefore: Date;
  }): Promise<readonly { readonly id: ReportId; readonly state: 'soon' | 'over' }[]>;
}
