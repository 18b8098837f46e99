import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import type { HttpResponse } from '../domain/route.ts';
import type { StaffParts } from './parts.ts';
import { type Asked, asks, ok, type StaffRoute } from './route.ts';

const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/u);
const usual = 365 * 86_400_000;

/** How people found their talks with staff: numbers only. */
export function ratingRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [asks('GET /ratings', 'rating.view', (asked) => ratings(parts, asked))];
}

async function ratings(parts: StaffParts, { request }: Asked): Promise<HttpResponse> {
  const aYearAgo = new Date(parts.now().getTime() - usual).toISOString().slice(0, 7);
  const since = Month.safeParse(request.query.get('since') ?? aYearAgo);
  if (!since.success) throw new UserError('request.malformed', 'since is a month like 2026-03');
  return ok({ ratings: await parts.ratings.since(since.data) });
}
