import { type Kysely, sql } from 'kysely';
import { Grade, type Rating } from '../../domain/rating.ts';
import { Urgency } from '../../domain/urgency.ts';
import type { Tables } from './schema.ts';

export interface CountedRating extends Rating {
  /** `2026-11`. */
  readonly month: string;
  readonly count: number;
}

/** Only a number grows, and by the month: nothing leads from it to a conversation. */
export async function countRating(tx: Kysely<Tables>, rating: Rating, at: Date): Promise<void> {
  const { urgency, closing, grade } = rating;
  const month = at.toISOString().slice(0, 7);
  await sql`insert into rating (month, urgency, closing, grade, count) values (${month}, ${urgency}, ${closing}, ${grade}, 1)
    on conflict (month, urgency, closing, grade) do update set count = rating.count + 1`.execute(tx);
}

export function ratingStore(db: Kysely<Tables>) {
  return {
    since: async (month: string): Promise<readonly CountedRating[]> => {
      const rows = await db
        .selectFrom('rating')
        .selectAll()
        .where('month', '>=', month)
        .orderBy('month')
        .orderBy('urgency')
        .orderBy('closing')
        .execute();
      return rows.map(({ month: of, urgency, closing, grade, count }) => ({
        month: of,
        urgency: Urgency.parse(urgency),
        closing,
        grade: Grade.parse(grade),
        count,
      }));
    },
  };
}
