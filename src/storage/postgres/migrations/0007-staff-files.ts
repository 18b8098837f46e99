import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Which files staff sent: only those are given out whole without a reason. And which echoes have come, since
 * those of files cannot be told apart by words.
 */
export const filesOfStaff: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table attachment add column by_staff boolean not null default false`.execute(db);
    await sql`alter table sending_mark add column echoed boolean not null default false`.execute(db);
    await sql`update sending_mark set echoed = arrived`.execute(db);
    await sql`drop index sending_mark_under_way`.execute(db);
    await sql`create index sending_mark_without_echo on sending_mark (mark_hash) where not echoed`.execute(
      db,
    );
  },
};
