import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a desk of the Centre's own was told and which of its calls were carried out; how talks were rated. */
export const otherDesk: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table handoff add column told_seq integer not null default 0`.execute(db);
    await sql`create table desk_call (
      id text primary key,
      conversation_id uuid not null references conversation (id) on delete cascade,
      epoch integer not null,
      seq integer not null,
      at timestamptz not null
    )`.execute(db);
    await sql`create index desk_call_at on desk_call (at)`.execute(db);
    await sql`create table rating (
      month text not null,
      urgency text not null,
      closing text not null,
      grade text not null,
      count integer not null,
      primary key (month, urgency, closing, grade)
    )`.execute(db);
  },
};
