import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { SendingMarks } from '../../conversations/push-ports.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

const Parts = z.array(z.object({ part: z.number() }));

/** Which parts of a reply are under way or there; marks are kept as keyed hashes, for they may hold words. */
export function sendingMarks(db: Kysely<Tables>, vault: Vault): SendingMarks {
  const hashed = (mark: string): Buffer => vault.lookup('external-id', `mark\0${mark}`);
  return {
    begun: async (sendingId, part, mark) => {
      await sql`
        insert into sending_mark (sending_id, part, mark_hash) values (${sendingId}::bigint, ${part}::int, ${hashed(mark)}::bytea)
        on conflict (sending_id, part) do update set mark_hash = excluded.mark_hash`.execute(db);
    },
    taken: async (sendingId, part) => {
      await sql`update sending_mark set arrived = true where sending_id = ${sendingId}::bigint and part = ${part}::int`.execute(
        db,
      );
    },
    refused: async (sendingId, part) => {
      await sql`delete from sending_mark where sending_id = ${sendingId}::bigint and part = ${part}::int`.execute(
        db,
      );
    },
    arrived: async (mark) => {
      const result = await sql`
        update sending_mark set arrived = true, echoed = true
        where (sending_id, part) = (
          select sending_id, part from sending_mark where mark_hash = ${hashed(mark)}::bytea and not echoed
          order by sending_id, part limit 1
        )
        returning part`.execute(db);
      return result.rows.length === 1;
    },
    partsArrived: async (sendingId) => {
      const result =
        await sql`select part from sending_mark where sending_id = ${sendingId}::bigint and arrived`.execute(
          db,
        );
      return new Set(Parts.parse(result.rows).map(({ part }) => part));
    },
  };
}
