import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { HeldEvent, HeldEvents } from '../../conversations/push-ports.ts';
import type { ChannelName } from '../../domain/channel.ts';
import { DataKeyId } from '../../domain/ids.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

/** Each held event has a key of its own, which is destroyed as soon as the event is done. */
export function heldEvents(db: Kysely<Tables>, vault: Vault, channel: ChannelName): HeldEvents {
  return {
    hold: (key, event, now) => hold(db, vault, { channel, key, event, now }),
    claim: (now, limit, lease) => claim(db, vault, { channel, now, limit, lease }),
    later: async (id, at) => {
      await sql`update held_event set next_at = ${at}::timestamptz where id = ${id}::bigint`.execute(db);
    },
    done: (id) => done(db, id),
  };
}

interface Holding {
  readonly channel: ChannelName;
  readonly key: string;
  readonly event: unknown;
  readonly now: Date;
}

async function hold(
  db: Kysely<Tables>,
  vault: Vault,
  { channel, key, event, now }: Holding,
): Promise<'held' | 'duplicate'> {
  const hash = vault.lookup('external-id', `held\0${channel}\0${key}`);
  const { dataKey, wrapped } = vault.newKey();
  const sealed = vault.sealJson(dataKey, 'held-event', event);
  return db.transaction().execute(async (tx) => {
    await tx
      .insertInto('data_key')
      .values({ id: wrapped.id, kek_id: wrapped.kekId, wrapped: wrapped.wrapped })
      .execute();
    const result = await sql`
      insert into held_event (channel, key_hash, received_at, next_at, key_id, sealed)
      values (${channel}, ${hash}::bytea, ${now}::timestamptz, ${now}::timestamptz, ${wrapped.id}::uuid, ${sealed}::bytea)
      on conflict (key_hash) do nothing returning id`.execute(tx);
    if (result.rows.length === 1) return 'held';
    await tx.deleteFrom('data_key').where('id', '=', wrapped.id).execute();
    return 'duplicate';
  });
}

const Row = z.object({
  id: z.coerce.string(),
  attempts: z.number(),
  sealed: z.instanceof(Uint8Array),
  key_id: DataKeyId,
  kek_id: z.string(),
  wrapped: z.instanceof(Uint8Array),
});

interface Claim {
  readonly channel: ChannelName;
  readonly now: Date;
  readonly limit: number;
  readonly lease: number;
}

async function claim(
  db: Kysely<Tables>,
  vault: Vault,
  { channel, now, limit, lease }: Claim,
): Promise<readonly HeldEvent[]> {
  const until = new Date(now.getTime() + lease);
  const result = await sql`
    with due as (
      select id from held_event where channel = ${channel} and sealed is not null and next_at <= ${now}::timestamptz
      order by next_at, id limit ${limit}::int for update skip locked
    ), claimed as (
      update held_event h set next_at = ${until}::timestamptz, attempts = attempts + 1
      from due where h.id = due.id returning h.id, h.attempts, h.sealed, h.key_id
    )
    select c.id, c.attempts, c.sealed, k.id as key_id, k.kek_id, k.wrapped
    from claimed c join data_key k on k.id = c.key_id order by c.id`.execute(db);
  return z
    .array(Row)
    .parse(result.rows)
    .map((row) => {
      const key = vault.unwrap({ id: row.key_id, kekId: row.kek_id, wrapped: row.wrapped });
      return { id: row.id, attempts: row.attempts, event: vault.openJson(key, 'held-event', row.sealed) };
    });
}

/** The row stays, empty, so that a redelivery is known; its content and key go. */
async function done(db: Kysely<Tables>, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const result = await sql<{
      key_id: string | null;
    }>`select key_id from held_event where id = ${id}::bigint for update`.execute(tx);
    await sql`update held_event set key_id = null, sealed = null where id = ${id}::bigint`.execute(tx);
    for (const { key_id } of result.rows)
      if (key_id !== null) await tx.deleteFrom('data_key').where('id', '=', key_id).execute();
  });
}

/** Platforms deliver again for 36 hours at most, and what is older than 48 is refused: nobody asks for it any more. */
const knownAgain = 72 * 3_600_000;

/**
 * Forgets events long done. One that was never fetched, because its channel was switched off, goes with
 * the conversations of its time, and its key with it.
 */
export async function sweepHeldEvents(
  db: Kysely<Tables>,
  { now, days }: { readonly now: Date; readonly days: number },
): Promise<number> {
  const done = new Date(now.getTime() - knownAgain);
  const any = new Date(now.getTime() - days * 86_400_000);
  return db.transaction().execute(async (tx) => {
    const swept = await sql<{ key_id: string | null }>`
      delete from held_event where received_at < ${any}::timestamptz
        or (sealed is null and received_at < ${done}::timestamptz)
      returning key_id`.execute(tx);
    const keys = swept.rows.flatMap(({ key_id }) => key_id ?? []);
    if (keys.length > 0) await tx.deleteFrom('data_key').where('id', 'in', keys).execute();
    return swept.rows.length;
  });
}
