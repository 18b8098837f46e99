import type { ColumnType, Generated } from 'kysely';
import type { HandoffDeskColumns, StaffTables } from './staff-schema.ts';

/**
 * The tables. `*_sealed` columns hold AES-256-GCM under the row's data key; `*_hash` columns are
 * keyed hashes. No column holds words or ids of a person in the clear.
 */
export interface Tables extends StaffTables {
  data_key: DataKeyTable;
  conversation: ConversationTable;
  inbox: InboxTable;
  message: MessageTable;
  outbox: OutboxTable;
  report: ReportTable;
  receipt: ReceiptTable;
  handoff: HandoffTable;
  attachment: AttachmentTable;
  flow_archive: FlowArchiveTable;
  hop: HopTable;
}

type Timestamp = ColumnType<Date, Date, Date>;

export interface DataKeyTable {
  id: string;
  kek_id: string;
  wrapped: Uint8Array;
}

export interface ConversationTable {
  id: string;
  channel: string;
  sender_sealed: Uint8Array;
  key_id: string;
  holder: string;
  epoch: number;
  locale: string;
  version: number;
  last_seq: number;
  urgency: string;
  state_sealed: Uint8Array | null;
  created_at: Timestamp;
  last_person_at: Timestamp;
}

export interface InboxTable {
  id: Generated<string>;
  conversation_id: string;
  external_hash: Uint8Array;
  occurred_at: Timestamp;
  received_at: Timestamp;
  state: 'waiting' | 'done' | 'parked';
  attempts: Generated<number>;
  error_code: string | null;
  content_sealed: Uint8Array | null;
}

export interface MessageTable {
  conversation_id: string;
  seq: number;
  author: string;
  at: Timestamp;
  body_sealed: Uint8Array;
}

export interface OutboxTable {
  id: Generated<string>;
  conversation_id: string;
  seq: number;
  epoch: number;
  channel: string;
  state: 'due' | 'sent' | 'failed' | 'refused';
  attempts: Generated<number>;
  next_at: Timestamp;
  error_code: string | null;
}

export interface ReportTable {
  id: string;
  key_id: string;
  state: string;
  urgency: string;
  red_unfinished: boolean;
  flow: string;
  flow_hash: string;
  first_received_at: Timestamp;
  updated_at: Timestamp;
  submitted_at: Timestamp | null;
  version: number;
  content_sealed: Uint8Array;
  indexed_version: Generated<number>;
  legal_state: Generated<string>;
}

export interface ReceiptTable {
  hash: Uint8Array;
  report_id: string;
  created_at: Timestamp;
}

export interface HandoffTable extends HandoffDeskColumns {
  id: string;
  conversation_id: string;
  urgency: string;
  reason: string;
  state: string;
  opened_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface AttachmentTable {
  id: string;
  key_id: string;
  wrapped_key: Uint8Array;
  kind: string;
  content_type: string;
  bytes: number;
  created_at: Timestamp;
  by_staff: Generated<boolean>;
}

export interface HopTable {
  token_hash: Uint8Array;
  memory_sealed: Uint8Array;
  expires_at: Timestamp;
}

export interface FlowArchiveTable {
  hash: string;
  name: string;
  body: string;
  archived_at: Timestamp;
}
