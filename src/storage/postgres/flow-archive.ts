import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

export interface ArchivedFlow {
  readonly hash: string;
  readonly name: string;
  readonly body: string;
}

/** Keeps every flow version that was ever in service, so that a report's questions can be read years later. */
export async function archiveFlows(
  db: Kysely<Tables>,
  flows: readonly ArchivedFlow[],
  now: Date,
): Promise<void> {
  if (flows.length === 0) return;
  await db
    .insertInto('flow_archive')
    .values(flows.map((flow) => ({ ...flow, archived_at: now })))
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}
