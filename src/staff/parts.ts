import type { DeskParts } from '../conversations/handoff/change.ts';
import type { Hours } from '../conversations/handoff/hours.ts';
import type { AttachmentStore, ReportStore } from '../conversations/ports.ts';
import type { ChannelLimits, ChannelName } from '../domain/channel.ts';
import type { DialogState } from '../domain/dialog.ts';
import type { ConversationId, StaffId } from '../domain/ids.ts';
import type { Sign } from '../domain/recognition.ts';
import type { Shift } from '../domain/staff.ts';
import type { DeskReads, EventLog, PushStore, ReportDesk, SettingStore } from './desk-ports.ts';
import type { MayTry } from './limits.ts';
import type { Permissions } from './permissions.ts';
import type { AuditLog, StaffStores } from './ports.ts';

/** All that the staff side needs from the outside. */
export interface StaffParts extends StaffStores {
  readonly desk: DeskParts;
  readonly reads: DeskReads;
  readonly audit: AuditLog;
  readonly events: EventLog;
  readonly pushes: PushStore;
  readonly settings: SettingStore;
  readonly reports: ReportStore;
  readonly reportDesk: ReportDesk;
  readonly attachments: AttachmentStore;
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
