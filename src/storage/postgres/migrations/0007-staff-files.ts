import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which files staff sent: only those are given out whole without a reason. */
export const filesOfStaff: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table attachment add column by_staff boolean not null default false`.execute(db);
  },
};
