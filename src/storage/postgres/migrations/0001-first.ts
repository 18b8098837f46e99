import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The first tables: what a conversation, its report and its way in and out need. */
export const first: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table data_key (
    id uuid primary key,
    kek_id text not null,
    wrapped bytea not null
  )`,
  `create table conversation (
    id uuid primary key,
    channel text not null,
    sender_sealed bytea not null,
    key_id uuid not null references data_key (id),
    holder text not null,
    epoch integer not null,
    locale text not null,
    version integer not null,
    last_seq integer not null,
    urgency text not null,
    state_sealed bytea,
    created_at timestamptz not null,
    last_person_at timestamptz not null
  )`,
  `create index conversation_last_person_at on conversation (last_person_at)`,
  `create table inbox (
    id bigint generated always as identity primary key,
    conversation_id uuid not null references conversation (id) on delete cascade,
    external_hash bytea not null unique,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    state text not null check (state in ('waiting', 'done', 'parked')),
    attempts integer not null default 0,
    error_code text,
    content_sealed bytea
  )`,
  `create index inbox_waiting on inbox (conversation_id, occurred_at, id) where state = 'waiting'`,
  `create index inbox_received_at on inbox (received_at)`,
  `create table message (
    conversation_id uuid not null references conversation (id) on delete cascade,
    seq integer not null,
    author text not null,
    at timestamptz not null,
    body_sealed bytea not null,
    primary key (conversation_id, seq)
  )`,
  `create table outbox (
    id bigint generated always as identity primary key,
    conversation_id uuid not null references conversation (id) on delete cascade,
    seq integer not null,
    epoch integer not null,
    channel text not null,
    state text not null check (state in ('due', 'sent', 'failed', 'refused')),
    attempts integer not null default 0,
    next_at timestamptz not null,
    error_code text,
    unique (conversation_id, seq)
  )`,
  `create index outbox_due on outbox (next_at) where state = 'due'`,
  `create table report (
    id uuid primary key,
    key_id uuid not null references data_key (id),
    state text not null,
    urgency text not null,
    red_unfinished boolean not null,
    flow text not null,
    flow_hash text not null,
    first_received_at timestamptz not null,
    updated_at timestamptz not null,
    submitted_at timestamptz,
    version integer not null,
    content_sealed bytea not null
  )`,
  `create index report_state on report (state, urgency, updated_at)`,
  `create table receipt (
    hash bytea primary key,
    report_id uuid not null references report (id) on delete cascade,
    created_at timestamptz not null
  )`,
  `create table handoff (
    id uuid primary key,
    conversation_id uuid not null references conversation (id) on delete cascade,
    urgency text not null,
    reason text not null,
    state text not null,
    opened_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create index handoff_open on handoff (state, opened_at)`,
  `create table attachment (
    id uuid primary key,
    key_id uuid not null references data_key (id) on delete cascade,
    wrapped_key bytea not null,
    kind text not null,
    content_type text not null,
    bytes integer not null,
    created_at timestamptz not null
  )`,
  `create index attachment_key on attachment (key_id)`,
  `create table flow_archive (
    hash text primary key,
    name text not null,
    body text not null,
    archived_at timestamptz not null
  )`,
];
