import type { Kysely } from 'kysely';
import { ConversationId, ReportId } from '../../domain/ids.ts';
import type { Tables } from './schema.ts';

/** Everything that is not over: what must be looked at again when the rules of danger change. */
export async function openCases(
  db: Kysely<Tables>,
): Promise<{ readonly conversations: readonly ConversationId[]; readonly reports: readonly ReportId[] }> {
  const conversations = await db
    .selectFrom('conversation')
    .select('id')
    .orderBy('last_person_at', 'desc')
    .execute();
  const reports = await db
    .selectFrom('report')
    .select('id')
    .where('state', 'not in', ['closed', 'withdrawn'])
    .execute();
  return {
    conversations: conversations.map(({ id }) => ConversationId.parse(id)),
    reports: reports.map(({ id }) => ReportId.parse(id)),
  };
}
