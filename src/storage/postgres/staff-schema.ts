import type { ColumnType, Generated } from 'kysely';

type Timestamp = ColumnType<Date, Date, Date>;

/** The tables of the staff side; the same rules as in schema.ts. */
export interface StaffTables {
  staff: StaffTable;
  staff_session: StaffSessionTable;
  staff_link: StaffLinkTable;
  staff_challenge: StaffChallengeTable;
  staff_passkey: StaffPasskeyTable;
  push_subscription: {
    endpoint_hash: Uint8Array;
    staff_id: string;
    sealed: Uint8Array;
    created_at: Timestamp;
  };
  chat_note: ChatNoteTable;
  staff_sent: { conversation_id: string; client_id: string; seq: number; staff_id: string };
  chat_held: { conversation_id: string; staff_id: string; at: Timestamp; urgency: string };
  exclusion: { subject_id: string; staff_id: string; by_id: string; at: Timestamp };
  contact_rule: { conversation_id: string; key_id: string; body_sealed: Uint8Array };
  block: { conversation_id: string; until: Timestamp; reason: string; by_id: string; at: Timestamp };
  delivery: DeliveryTable;
  desk_call: { id: string; conversation_id: string; epoch: number; seq: number; at: Timestamp };
  retold: {
    id: string;
    month: string;
    misreading: string;
    text: string;
    intent: string;
    urgency: string;
    register: string;
  };
  rating: { month: string; urgency: string; closing: string; grade: string; count: number };
  shift: { id: string; staff_id: string; starts_at: Timestamp; ends_at: Timestamp; duty: string };
  shift_note: { id: string; staff_id: string; at: Timestamp; body_sealed: Uint8Array };
  staff_setting: { key: string; value: string };
  canned_reply: { id: string; locale: string; title: string; text: string };
  report_token: { report_id: string; hash: Uint8Array };
  audit: AuditTable;
  audit_reading: {
    staff_id: string;
    subject_kind: string;
    subject_id: string;
    action: string;
    since: Timestamp;
    until: Timestamp;
    times: number;
    first_line: number | null;
    last_line: number | null;
  };
  staff_event: StaffEventTable;
}

export interface StaffTable {
  id: string;
  username: string;
  name: string;
  email: string | null;
  roles: string;
  skills: Generated<string>;
  capacity: Generated<number>;
  active: Generated<boolean>;
  presence: Generated<string>;
  sound: Generated<boolean>;
  last_seen_at: Timestamp | null;
  password_hash: string;
  totp_sealed: Uint8Array | null;
  totp_step: Generated<string | number>;
  created_at: Timestamp;
}

export interface StaffSessionTable {
  id: string;
  token_hash: Uint8Array;
  staff_id: string;
  created_at: Timestamp;
  last_used_at: Timestamp;
  confirmed_at: Timestamp | null;
  second_factor: boolean;
  device: string;
}

export interface StaffLinkTable {
  token_hash: Uint8Array;
  kind: string;
  roles: string;
  name: string | null;
  created_at: Timestamp;
  expires_at: Timestamp;
  used_at: Timestamp | null;
}

export interface StaffChallengeTable {
  id: string;
  kind: string;
  staff_id: string | null;
  challenge: string;
  tries: Generated<number>;
  expires_at: Timestamp;
}

export interface StaffPasskeyTable {
  id: string;
  staff_id: string;
  public_key: Uint8Array;
  counter: string | number;
  transports: string;
  name: string;
  created_at: Timestamp;
  last_used_at: Timestamp | null;
}

export interface ChatNoteTable {
  id: string;
  conversation_id: string;
  key_id: string;
  staff_id: string;
  kind: string;
  at: Timestamp;
  after_seq: number;
  body_sealed: Uint8Array;
}

export interface DeliveryTable {
  id: string;
  way: string;
  target: string;
  body: string;
  state: string;
  attempts: Generated<number>;
  next_at: Timestamp;
  created_at: Timestamp;
  error_code: string | null;
}

export interface AuditTable {
  id: string | number;
  at: Timestamp;
  staff_id: string | null;
  action: string;
  subject_kind: string;
  subject_id: string;
  reason: string | null;
  hash: Uint8Array;
  times: number;
}

export interface StaffEventTable {
  id: Generated<string | number>;
  at: Timestamp;
  kind: string;
  conversation_id: string | null;
  staff_id: string | null;
  body: string;
}

/** What 0003 adds to the handoff of 0001. */
export interface HandoffDeskColumns {
  waiting_since: Timestamp | null;
  held_since: Timestamp | null;
  staff_id: string | null;
  step: Generated<number>;
  next_at: Timestamp | null;
  offer: string | null;
  outcome: string | null;
  legal_state: Generated<string>;
  told_seq: Generated<number>;
}
