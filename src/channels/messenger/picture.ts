import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from '../../domain/route.ts';

/** Where Meta fetches the picture that stands beside every member of staff alike. */
export const picturePath = '/webhooks/messenger/staff.png';

export function pictureRoute(): Route {
  const body = readFileSync(join(import.meta.dirname, 'staff.png'));
  const headers = { 'content-type': 'image/png', 'cache-control': 'public, max-age=604800' };
  return { method: 'GET', path: picturePath, handle: async () => ({ status: 200, headers, body }) };
}
