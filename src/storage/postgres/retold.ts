import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Retold, type StoredRetold } from '../../domain/retold.ts';
import type { Tables } from './schema.ts';

/** Keeps examples in random order: not even which came after which is told. */
export function retoldStore(db: Kysely<Tables>) {
  return {
    add: async (example: Retold, at: Date): Promise<void> => {
      const month = at.toISOString().slice(0, 7);
      await db
        .insertInto('retold')
        .values({ id: randomUUID(), month, ...example })
        .execute();
    },
    list: async (): Promise<readonly StoredRetold[]> => {
      const rows = await db.selectFrom('retold').selectAll().orderBy('month').orderBy('id').execute();
      return rows.map(({ id, month, ...example }) => ({ id, month, ...Retold.parse(example) }));
    },
    remove: async (id: string): Promise<void> => {
      await db.deleteFrom('retold').where('id', '=', id).execute();
    },
  };
}
