import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { NewEvent } from '../../conversations/handoff/ports.ts';
import { ConversationId, StaffId } from '../../domain/ids.ts';
import type { Tables } from './schema.ts';

const Body = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** A live event as it lies in the database; `excluded` must not be told of it. */
export interface StoredEvent {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly conversationId: ConversationId | null;
  readonly to: StaffId | null;
  readonly body: Readonly<Record<string, string | number | null>>;
  readonly excluded: readonly StaffId[];
}

/** The events for consoles, in the order they became true; kept for some days. */
export function eventLog(db: Kysely<Tables>) {
  return {
    emit: (event: NewEvent): Promise<void> => emit(db, event),
    after: (id: number, limit: number): Promise<readonly StoredEvent[]> => after(db, id, limit),
    bounds: async (): Promise<{ readonly oldest: number; readonly newest: number }> => {
      const row = await db
        .selectFrom('staff_event')
        .select((eb) => [eb.fn.min('id').as('oldest'), eb.fn.max('id').as('newest')])
        .executeTakeFirst();
      return { oldest: Number(row?.oldest ?? 0), newest: Number(row?.newest ?? 0) };
    },
    prune: async (before: Date): Promise<void> => {
      await db.deleteFrom('staff_event').where('at', '<', before).execute();
    },
  };
}

/** Through the database's own function, which keeps ids in the order of commits (see 0003-staff). */
export async function emit(db: Kysely<Tables>, { kind, conversationId, to, body }: NewEvent): Promise<void> {
  await sql`select staff_emit(${kind}, ${conversationId ?? null}::uuid, ${to ?? null}::uuid, ${JSON.stringify(body)})`.execute(
    db,
  );
}

async function after(db: Kysely<Tables>, id: number, limit: number): Promise<readonly StoredEvent[]> {
  const rows = await db
    .selectFrom('staff_event as e')
    .selectAll('e')
    .select(
      sql<
        string[]
      >`array(select x.staff_id from exclusion x where x.subject_id = e.conversation_id)::text[]`.as(
        'excluded',
      ),
    )
    .where('e.id', '>', id)
    .orderBy('e.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: Number(row.id),
    at: row.at,
    kind: row.kind,
    conversationId: row.conversation_id === null ? null : ConversationId.parse(row.conversation_id),
    to: row.staff_id === null ? null : StaffId.parse(row.staff_id),
    body: Body.parse(JSON.parse(row.body)),
    excluded: row.excluded.map((each) => StaffId.parse(each)),
  }));
}
