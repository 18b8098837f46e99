import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { first } from './migrations/0001-first.ts';
import { platforms } from './migrations/0002-platforms.ts';
import { staff } from './migrations/0003-staff.ts';
import { hops } from './migrations/0004-hops.ts';
import { otherDesk } from './migrations/0005-other-desk.ts';
import { auditReads } from './migrations/0006-audit-reads.ts';
import { filesOfStaff } from './migrations/0007-staff-files.ts';
import { retold } from './migrations/0008-retold.ts';
import type { Tables } from './schema.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-platforms': platforms,
  '0003-staff': staff,
  '0004-hops': hops,
  '0005-other-desk': otherDesk,
  '0006-audit-reads': auditReads,
  '0007-staff-files': filesOfStaff,
  '0008-retold': retold,
};

/** Brings the database to the newest schema; the migrator's own lock lets one process do it. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
