import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the channels with a platform behind them need: tokens, reply counts, marks, events with files. */
export const platforms: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table platform_token (
    account text primary key,
    key_id uuid not null references data_key (id),
    sealed bytea not null
  )`,
  `create table reply_budget (
    conversation_id uuid primary key references conversation (id) on delete cascade,
    since timestamptz not null,
    used integer not null
  )`,
  `create table sending_mark (
    sending_id bigint not null references outbox (id) on delete cascade,
    part integer not null,
    mark_hash bytea not null,
    arrived boolean not null default false,
    primary key (sending_id, part)
  )`,
  `create index sending_mark_under_way on sending_mark (mark_hash) where not arrived`,
  `create table held_event (
    id bigint generated always as identity primary key,
    channel text not null,
    key_hash bytea not null unique,
    received_at timestamptz not null,
    next_at timestamptz not null,
    attempts integer not null default 0,
    key_id uuid references data_key (id),
    sealed bytea
  )`,
  `create index held_event_due on held_event (channel, next_at) where sealed is not null`,
];
