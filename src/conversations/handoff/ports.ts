import type { NewAudit } from '../../domain/audit.ts';
import type { ChannelName } from '../../domain/channel.ts';
import type { HandoffState } from '../../domain/handoff.ts';
import type { Holder } from '../../domain/holder.ts';
import type { ConversationId, HandoffId, ReportId, StaffId } from '../../domain/ids.ts';
import type { Outgoing } from '../../domain/message.ts';
import type { Duty, Skill, StaffMember } from '../../domain/staff.ts';
import type { Urgency } from '../../domain/urgency.ts';
import type { NewHandoff, OpenConversation, TurnCommit } from '../ports.ts';

/** A transfer offered to a colleague; it falls when the epoch moves on. */
export interface Offer {
  readonly from: StaffId;
  readonly to: StaffId;
  readonly at: Date;
  readonly epoch: number;
}

/** A conversation as the desk sees it without opening anything sealed. */
export interface DeskChat {
  readonly id: ConversationId;
  readonly channel: ChannelName;
  readonly holder: Holder;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly urgency: Urgency;
  readonly createdAt: Date;
  readonly lastPersonAt: Date;
  /** The handoff of the holder, or the last one there was. */
  readonly handoff: DeskHandoff | null;
  readonly excluded: readonly StaffId[];
}

export interface DeskHandoff {
  readonly id: HandoffId;
  readonly reason: string;
  readonly state: HandoffState;
  readonly openedAt: Date;
  readonly waitingSince: Date;
  readonly heldSince: Date | null;
  readonly staffId: StaffId | null;
  readonly step: number;
  readonly skills: readonly Skill[];
  readonly offer: Offer | null;
  readonly legalState: 'running' | 'soon' | 'over';
  /** The last line of the transcript that a desk of the Centre's own was told of. */
  readonly toldSeq: number;
}

/** A chat someone holds, with what its lease depends on. */
export interface HeldChat extends DeskChat {
  readonly lastSeenAt: Date | null;
  readonly lastSpokeAt: Date | null;
  readonly unansweredSince: Date | null;
}

/** What changes in a handoff's row; what is left out stays. */
export interface HandoffPatch {
  readonly id: HandoffId;
  readonly state?: HandoffState;
  readonly staffId?: StaffId | null;
  readonly waitingSince?: Date;
  readonly heldSince?: Date | null;
  readonly step?: number;
  readonly nextAt?: Date | null;
  readonly offer?: Offer | null;
  readonly outcome?: string;
  readonly endedAt?: Date;
  readonly legalState?: 'running' | 'soon' | 'over';
  readonly toldSeq?: number;
  /** Refuse unless the row still has this many steps: two processes never call twice. */
  readonly ifStep?: number;
}

export type NoteKind = 'note' | 'whisper' | 'transfer' | 'reject' | 'return' | 'close' | 'conflict';

export interface NewNote {
  readonly by: StaffId;
  readonly kind: NoteKind;
  readonly at: Date;
  readonly text: string;
}

/** A live event for consoles; it carries no words. `to` limits it to one member. */
export interface NewEvent {
  readonly kind: string;
  readonly conversationId?: ConversationId;
  readonly to?: StaffId;
  readonly body: Readonly<Record<string, string | number | null>>;
}

/** Something to be sent to staff or to another desk, with retries until it arrives. */
export interface NewDelivery {
  readonly way: 'push' | 'mail' | 'webhook';
  /** A member's id, or the event's name for the webhook. */
  readonly target: string;
  readonly body: Readonly<Record<string, string | number | null>>;
}

/** One change at the desk: the turn and all that goes with it, in one transaction or not at all. */
export interface DeskCommit {
  readonly at: Date;
  readonly turn: TurnCommit;
  readonly opened?: NewHandoff;
  readonly handoff?: HandoffPatch;
  readonly note?: NewNote;
  /** Makes a repeated request find what the first one did. */
  readonly sent?: { readonly clientId: string; readonly by: StaffId };
  /** The id of another desk's call: made again, it finds what it did and does nothing. */
  readonly call?: string;
  readonly exclude?: StaffId;
  readonly audit: readonly NewAudit[];
  readonly events: readonly NewEvent[];
  readonly deliveries: readonly NewDelivery[];
}

/** Where a call of another desk left the conversation; `seq` is the transcript's last line then. */
export interface Called {
  readonly conversationId: ConversationId;
  readonly epoch: number;
  readonly seq: number;
}

export interface DeskStore {
  chat(id: ConversationId): Promise<DeskChat | undefined>;
  /** Everyone who waits for a person, in no particular order. */
  waiting(): Promise<readonly DeskChat[]>;
  held(by?: StaffId): Promise<readonly HeldChat[]>;
  byHandoff(id: HandoffId): Promise<DeskChat | undefined>;
  commit(change: DeskCommit): Promise<'committed' | 'moved-on'>;
  /** The line that an earlier request with this id wrote. */
  sentSeq(id: ConversationId, clientId: string): Promise<number | undefined>;
  /** What an earlier call of another desk left behind. */
  called(callId: string): Promise<Called | undefined>;
  /** Brings handoff rows in line with who holds, where a turn of the person changed that. */
  reconcile(now: Date): Promise<void>;
  /** Conversations silent since `before` after a hard urgency, held by the bot, without a handoff. */
  unfinished(before: Date, limit: number): Promise<readonly ConversationId[]>;
  /** When the member last held this chat. */
  handledAt(id: ConversationId, by: StaffId): Promise<Date | undefined>;
}

export interface DeskMember extends StaffMember {
  readonly chats: number;
}

export interface Roster {
  members(): Promise<readonly DeskMember[]>;
  onDuty(duty: Duty, at: Date): Promise<readonly StaffId[]>;
}

/** The words the person is told; by key, in the manner of the conversation. */
export interface DeskWords {
  say(conversation: OpenConversation, key: string): Outgoing;
  /** True after the safe word: then no line of ours may show what the chat is about. */
  isQuiet(conversation: OpenConversation): boolean;
  /** The question how the talk was; nothing where it must not be asked. */
  rating(conversation: OpenConversation): Outgoing | undefined;
}

export interface ReportClock {
  readonly id: ReportId;
  readonly firstReceivedAt: Date;
}
