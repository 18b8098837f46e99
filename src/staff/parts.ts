import type { DeskParts } from '../conversations/handoff/change.ts';
import type { Hours } from '../conversations/handoff/hours.ts';
import type { AttachmentStore, ReportStore } from '../conversations/ports.ts';
import type { ChannelLimits, ChannelName } from '../domain/channel.ts';
import type { DialogState } from '../domain/dialog.ts';
import type { AttachmentId, ConversationId, ReportId, StaffId } from '../domain/ids.ts';
import type { TranscriptEntry } from '../domain/message.ts';
import type { Grade } from '../domain/rating.ts';
import type { Sign } from '../domain/recognition.ts';
import type { Retold, StoredRetold } from '../domain/retold.ts';
import type { Shift } from '../domain/staff.ts';
import type { Urgency } from '../domain/urgency.ts';
import type { DeskReads, EventLog, PushStore, ReportDesk, SettingStore } from './desk-ports.ts';
import type { MayTry } from './limits.ts';
import type { Permissions } from './permissions.ts';
import type { AuditLog, StaffStores } from './ports.ts';

/** All that the staff side needs from the outside. */
export interface StaffParts extends StaffStores {
  readonly desk: DeskParts;
  readonly reads: DeskReads;
  readonly audit: AuditLog;
  readonly ratings: RatingBook;
  readonly retold: RetoldBook;
  readonly events: EventLog;
  readonly pushes: PushStore;
  readonly settings: SettingStore;
  readonly reports: ReportStore;
  readonly reportDesk: ReportDesk;
  readonly attachments: Pick<AttachmentStore, 'viewOwn' | 'keepFromStaff' | 'fromStaff' | 'takeBack'>;
  readonly files: StaffFiles;
  readonly roster: RosterBook;
  readonly rules: Permissions;
  readonly hours: () => Promise<Hours>;
  readonly pseudonym: (id: ConversationId) => string;
  readonly limitsOf: (channel: ChannelName) => ChannelLimits;
  /** Replies that staff may still send before the person writes again; undefined where nothing counts them. */
  readonly repliesLeft: (id: ConversationId, channel: ChannelName) => Promise<number | undefined>;
  /** What the bot knows of the person: answers given so far, word of address. */
  readonly dialogOf: (dialog: unknown) => DialogState;
  readonly signsOf: (text: string) => readonly Sign[];
  /** The Bot Framework's `handoff.initiate` with the transcript attached. */
  readonly handoffActivity: (request: {
    readonly conversationId: string;
    readonly channelId: string;
    readonly id: string;
    readonly at: Date;
    readonly urgency: Urgency;
    readonly reason: string;
    readonly handoffId?: string;
    readonly epoch?: number;
    readonly lines: readonly TranscriptEntry[];
  }) => object;
  readonly typing: (id: ConversationId) => void;
  readonly publicUrl: URL;
  /** The public key for Web Push; absent: no push. */
  readonly pushKey?: string;
  readonly mayTry: MayTry;
  readonly now: () => Date;
  readonly receiptWords: readonly string[];
}

export interface RosterBook {
  shifts(span: { readonly from: Date; readonly to: Date }): Promise<readonly Shift[]>;
  replaceShifts(span: { readonly from: Date; readonly to: Date }, next: readonly Shift[]): Promise<void>;
  addShiftNote(by: StaffId, text: string, at: Date): Promise<void>;
  shiftNotes(
    limit: number,
  ): Promise<
    readonly { readonly id: string; readonly by: StaffId; readonly at: Date; readonly text: string }[]
  >;
  heavySince(by: StaffId, since: Date): Promise<number>;
}

/** Examples for learning, in the words of staff. */
export interface RetoldBook {
  add(example: Retold, at: Date): Promise<void>;
  list(): Promise<readonly StoredRetold[]>;
  remove(id: string): Promise<void>;
}

/** How talks with staff were rated, counted by the month. */
export interface RatingBook {
  since(month: string): Promise<
    readonly {
      readonly month: string;
      readonly urgency: Urgency;
      readonly closing: string;
      readonly grade: Grade;
      readonly count: number;
    }[]
  >;
}

/** What a person sent belongs to the chat, and to the report once it was told in one. */
export type FileOwner =
  | { readonly kind: 'conversation'; readonly id: ConversationId }
  | { readonly kind: 'report'; readonly id: ReportId };

type OpenedFile = { readonly contentType: string; readonly bytes: Buffer } | undefined;

export interface StaffFiles {
  view(owner: FileOwner, id: AttachmentId): Promise<OpenedFile>;
  original(owner: FileOwner, id: AttachmentId): Promise<OpenedFile>;
}
