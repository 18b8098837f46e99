import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Reads in quick succession are counted beside the audit and enter it as one entry with their number. */
export const auditReads: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table audit add column times integer not null default 1`.execute(db);
    await sql`create table audit_reading (
      staff_id uuid not null,
      subject_kind text not null,
      subject_id text not null,
      action text not null,
      since timestamptz not null,
      until timestamptz not null,
      times integer not null,
      first_line integer,
      last_line integer,
      primary key (staff_id, subject_kind, subject_id, action)
    )`.execute(db);
  },
};
