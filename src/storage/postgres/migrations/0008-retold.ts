import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Examples for learning in the words of staff. No conversation, no author, and of the time only the month. */
export const retold: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table retold (
      id uuid primary key,
      month text not null,
      misreading text not null,
      text text not null,
      intent text not null,
      urgency text not null,
      register text not null
    )`.execute(db);
  },
};
