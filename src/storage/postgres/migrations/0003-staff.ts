import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the desk, its accounts and its records need. */
export const staff: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const accounts = [
  `create table staff (
    id uuid primary key,
    username text not null unique,
    name text not null,
    email text,
    roles text not null,
    skills text not null default '[]',
    capacity integer not null default 3,
    active boolean not null default true,
    presence text not null default 'away',
    sound boolean not null default true,
    last_seen_at timestamptz,
    password_hash text not null,
    totp_sealed bytea,
    totp_step bigint not null default 0,
    created_at timestamptz not null
  )`,
  `create table staff_session (
    id uuid primary key,
    token_hash bytea not null unique,
    staff_id uuid not null references staff (id) on delete cascade,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    confirmed_at timestamptz,
    second_factor boolean not null,
    device text not null
  )`,
  `create index staff_session_staff on staff_session (staff_id)`,
  `create table staff_link (
    token_hash bytea primary key,
    kind text not null,
    roles text not null,
    name text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  // Half a sign-in, or a passkey's challenge: short-lived and used once.
  `create table staff_challenge (
    id uuid primary key,
    kind text not null,
    staff_id uuid references staff (id) on delete cascade,
    challenge text not null,
    tries integer not null default 0,
    expires_at timestamptz not null
  )`,
  `create table staff_passkey (
    id text primary key,
    staff_id uuid not null references staff (id) on delete cascade,
    public_key bytea not null,
    counter bigint not null,
    transports text not null,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  `create table push_subscription (
    endpoint_hash bytea primary key,
    staff_id uuid not null references staff (id) on delete cascade,
    sealed bytea not null,
    created_at timestamptz not null
  )`,
];

const desk = [
  `alter table handoff add column waiting_since timestamptz`,
  `alter table handoff add column held_since timestamptz`,
  `alter table handoff add column staff_id uuid`,
  `alter table handoff add column step integer not null default 0`,
  `alter table handoff add column next_at timestamptz`,
  `alter table handoff add column offer text`,
  `alter table handoff add column outcome text`,
  `alter table handoff add column legal_state text not null default 'running'`,
  `create index handoff_conversation on handoff (conversation_id, opened_at)`,
  `create index conversation_held on conversation (id) where holder <> '{"kind":"bot"}'`,
  `create table chat_note (
    id uuid primary key,
    conversation_id uuid not null references conversation (id) on delete cascade,
    key_id uuid not null references data_key (id) on delete cascade,
    staff_id uuid not null,
    kind text not null,
    at timestamptz not null,
    after_seq integer not null,
    body_sealed bytea not null
  )`,
  `create index chat_note_conversation on chat_note (conversation_id, at)`,
  `create table staff_sent (
    conversation_id uuid not null references conversation (id) on delete cascade,
    client_id text not null,
    seq integer not null,
    staff_id uuid not null,
    primary key (conversation_id, client_id)
  )`,
  `create index staff_sent_seq on staff_sent (conversation_id, seq)`,
  `create table chat_held (
    conversation_id uuid not null references conversation (id) on delete cascade,
    staff_id uuid not null,
    at timestamptz not null,
    urgency text not null,
    primary key (conversation_id, staff_id, at)
  )`,
  `create index chat_held_staff on chat_held (staff_id, at)`,
  `create table exclusion (
    subject_id uuid not null,
    staff_id uuid not null,
    by_id uuid not null,
    at timestamptz not null,
    primary key (subject_id, staff_id)
  )`,
  `create table contact_rule (
    conversation_id uuid primary key references conversation (id) on delete cascade,
    key_id uuid not null references data_key (id) on delete cascade,
    body_sealed bytea not null
  )`,
  `create table block (
    conversation_id uuid primary key references conversation (id) on delete cascade,
    until timestamptz not null,
    reason text not null,
    by_id uuid not null,
    at timestamptz not null
  )`,
  `create table delivery (
    id uuid primary key,
    way text not null check (way in ('push', 'mail', 'webhook')),
    target text not null,
    body text not null,
    state text not null check (state in ('due', 'sent', 'failed')),
    attempts integer not null default 0,
    next_at timestamptz not null,
    created_at timestamptz not null,
    error_code text
  )`,
  `create index delivery_due on delivery (next_at) where state = 'due'`,
  `create table shift (
    id uuid primary key,
    staff_id uuid not null references staff (id) on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    duty text not null check (duty in ('shift', 'first', 'second'))
  )`,
  `create index shift_span on shift (starts_at, ends_at)`,
  `create table shift_note (
    id uuid primary key,
    staff_id uuid not null,
    at timestamptz not null,
    body_sealed bytea not null
  )`,
  `create table staff_setting (key text primary key, value text not null)`,
  `create table canned_reply (id text primary key, locale text not null, title text not null, text text not null)`,
  `alter table report add column indexed_version integer not null default 0`,
  `alter table report add column legal_state text not null default 'running'`,
  `create index report_unindexed on report (id) where indexed_version < version`,
  `create table report_token (
    report_id uuid not null references report (id) on delete cascade,
    hash bytea not null,
    primary key (hash, report_id)
  )`,
];

const audit = [
  `create table audit (
    id bigint primary key,
    at timestamptz not null,
    staff_id uuid,
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    reason text,
    hash bytea not null
  )`,
  `create index audit_subject on audit (subject_kind, subject_id, id)`,
  `create index audit_staff on audit (staff_id, id)`,
  `create function audit_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'the audit is append-only'; end $$`,
  `create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`,
];

/**
 * Live events are written by the database itself when a conversation changes hands or grows while a person
 * of the Centre is or may be looking at it, so that no way of changing it can forget to. The trigger is
 * deferred to the end of the transaction, where one advisory lock makes ids become visible in their
 * order: a reader that has seen 7 will never find a 6 later. A conversation held by the bot costs nothing. The time is
 * cut to the day: it only ages events, and to the second it could join an account to a report.
 */
const events = [
  `create table staff_event (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    kind text not null,
    conversation_id uuid,
    staff_id uuid,
    body text not null
  )`,
  `create index staff_event_at on staff_event (at)`,
  `create function staff_emit(kind text, conversation uuid, member uuid, body text) returns void language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(5147301);
      insert into staff_event (at, kind, conversation_id, staff_id, body) values (date_trunc('day', clock_timestamp()), kind, conversation, member, body);
    end $$`,
  `create function conversation_changed() returns trigger language plpgsql as $$
    begin
      if new.holder <> old.holder then
        perform staff_emit('chat.holder', new.id, null, json_build_object('holder', new.holder::json->>'kind',
          'memberId', new.holder::json->>'staffId', 'epoch', new.epoch, 'urgency', new.urgency)::text);
      end if;
      if new.last_seq > old.last_seq then
        perform staff_emit('chat.changed', new.id, null, json_build_object('lastSeq', new.last_seq, 'urgency', new.urgency)::text);
      end if;
      return null;
    end $$`,
  `create constraint trigger conversation_changed after update on conversation
    deferrable initially deferred for each row
    when (new.holder <> old.holder or (new.last_seq > old.last_seq and new.holder <> '{"kind":"bot"}'))
    execute function conversation_changed()`,
  `create function handoff_opened() returns trigger language plpgsql as $$
    begin
      perform staff_emit('handoff.opened', new.conversation_id, null,
        json_build_object('handoffId', new.id, 'urgency', new.urgency, 'reason', new.reason)::text);
      return null;
    end $$`,
  `create constraint trigger handoff_opened after insert on handoff
    deferrable initially deferred for each row execute function handoff_opened()`,
  `create constraint trigger handoff_raised after update on handoff
    deferrable initially deferred for each row when (new.urgency <> old.urgency) execute function handoff_opened()`,
];

const statements = [...accounts, ...desk, ...audit, ...events];
