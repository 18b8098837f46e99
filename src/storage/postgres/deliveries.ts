import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { NewDelivery } from '../../conversations/handoff/ports.ts';
import type { Tables } from './schema.ts';

const Row = z.object({
  id: z.uuid(),
  way: z.enum(['push', 'mail', 'webhook']),
  target: z.string(),
  body: z.string(),
  attempts: z.number(),
  created_at: z.date(),
});

/** An alarm or webhook call on its way out; the id stays the same over all tries. */
export interface DueDelivery {
  readonly id: string;
  readonly way: NewDelivery['way'];
  readonly target: string;
  readonly body: NewDelivery['body'];
  readonly attempts: number;
  readonly createdAt: Date;
}

/** How long one process may try before another takes the delivery up again. */
const claim = 60_000;

export function deliveryStore(db: Kysely<Tables>) {
  return {
    add: (deliveries: readonly NewDelivery[], at: Date): Promise<void> => addDeliveries(db, deliveries, at),
    /** Takes what is due, so that no second process sends the same meanwhile. */
    take: (now: Date, limit: number): Promise<readonly DueDelivery[]> => take(db, now, limit),
    record: async (id: string, outcome: DeliveryOutcome): Promise<void> => {
      const next = outcome.kind === 'retry' ? { state: 'due', next_at: outcome.at } : { state: outcome.kind };
      const fault = outcome.kind === 'sent' ? null : outcome.errorCode;
      await db
        .updateTable('delivery')
        .set({ ...next, error_code: fault })
        .where('id', '=', id)
        .execute();
    },
    prune: async (before: Date): Promise<void> => {
      await db.deleteFrom('delivery').where('created_at', '<', before).where('state', '!=', 'due').execute();
      await db.deleteFrom('desk_call').where('at', '<', before).execute();
    },
  };
}

export type DeliveryOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly at: Date; readonly errorCode: string }
  | { readonly kind: 'failed'; readonly errorCode: string };

export async function addDeliveries(
  db: Kysely<Tables>,
  deliveries: readonly NewDelivery[],
  at: Date,
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(({ way, target, body }) => ({
    id: randomUUID(),
    way,
    target,
    body: JSON.stringify(body),
    state: 'due',
    next_at: at,
    created_at: at,
    error_code: null,
  }));
  await db.insertInto('delivery').values(rows).execute();
}

async function take(db: Kysely<Tables>, now: Date, limit: number): Promise<readonly DueDelivery[]> {
  const result = await sql`
    update delivery set attempts = attempts + 1, next_at = ${new Date(now.getTime() + claim)}::timestamptz
    where id in (
      select id from delivery where state = 'due' and next_at <= ${now}::timestamptz
      order by next_at limit ${limit} for update skip locked
    ) returning id, way, target, body, attempts, created_at`.execute(db);
  return z
    .array(Row)
    .parse(result.rows)
    .map(({ created_at, body, ...row }) => ({ ...row, body: JSON.parse(body), createdAt: created_at }));
}
