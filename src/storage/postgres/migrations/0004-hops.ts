import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What is on its way from a platform to the web chat: openable only with the link itself. */
export const hops: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table hop (
      token_hash bytea primary key,
      memory_sealed bytea not null,
      expires_at timestamptz not null
    )`.execute(db);
  },
};
