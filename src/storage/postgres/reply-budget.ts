import { type Kysely, sql } from 'kysely';
import type { BudgetLeft, BudgetRule, ReplyBudget } from '../../conversations/push-ports.ts';
import type { ConversationId } from '../../domain/ids.ts';
import type { Author } from '../../domain/message.ts';
import { withPlatformTables } from './platform-tables.ts';
import type { Tables } from './schema.ts';

/**
 * Replies since the person's last message, counted in the database: the count survives a restart and is
 * one for all processes. It belongs to the last message it was counted for; a newer one begins anew.
 */
export function replyBudget(db: Kysely<Tables>): ReplyBudget {
  return {
    lastPersonAt: (id) => lastPersonAt(db, id),
    take: (id, author, rule) => take(db, { id, most: mostFor(author, rule) }),
    giveBack: async (id) => {
      await sql`update reply_budget set used = greatest(used - 1, 0) where conversation_id = ${id}`.execute(
        db,
      );
    },
    left: (id, rule) => left(db, id, rule),
  };
}

function mostFor(author: Author, { replies, keptForStaff }: BudgetRule): number {
  return author === 'staff' ? replies : replies - keptForStaff;
}

async function lastPersonAt(db: Kysely<Tables>, id: ConversationId): Promise<Date | undefined> {
  const row = await db
    .selectFrom('conversation')
    .select('last_person_at')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.last_person_at;
}

/** One statement: two replies at once cannot both take the last one. */
async function take(
  db: Kysely<Tables>,
  { id, most }: { readonly id: ConversationId; readonly most: number },
): Promise<'taken' | 'spent'> {
  if (most < 1) return 'spent';
  const result = await sql`
    insert into reply_budget (conversation_id, since, used)
    select id, last_person_at, 1 from conversation where id = ${id}
    on conflict (conversation_id) do update set
      used = case when reply_budget.since < excluded.since then 1 else reply_budget.used + 1 end,
      since = greatest(reply_budget.since, excluded.since)
    where reply_budget.since < excluded.since or reply_budget.used < ${most}::int
    returning used`.execute(db);
  return result.rows.length === 1 ? 'taken' : 'spent';
}

async function left(
  db: Kysely<Tables>,
  id: ConversationId,
  rule: BudgetRule,
): Promise<BudgetLeft | undefined> {
  const row = await withPlatformTables(db)
    .selectFrom('conversation as c')
    .leftJoin('reply_budget as b', (join) =>
      join.onRef('b.conversation_id', '=', 'c.id').onRef('b.since', '>=', 'c.last_person_at'),
    )
    .select(['c.last_person_at', 'b.used'])
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const used = row.used ?? 0;
  return {
    lastPersonAt: row.last_person_at,
    forBot: Math.max(0, mostFor('bot', rule) - used),
    inAll: Math.max(0, rule.replies - used),
    until: new Date(row.last_person_at.getTime() + rule.within),
  };
}
