import type { ServerResponse } from 'node:http';
import type { Route } from '../domain/route.ts';

/** A day: the rules do not change while the program runs. */
const preflightLife = 86_400;

/** Any site may read the answer: its right came in a header that only a client of ours can have set. */
export function allowOtherSites(res: ServerResponse): void {
  res.setHeader('access-control-allow-origin', '*');
  res.setHeader('cross-origin-resource-policy', 'cross-origin');
}

export function crossOriginPaths(routes: readonly Route[]): ReadonlySet<string> {
  return new Set(routes.filter(({ crossOrigin }) => crossOrigin).map(({ path }) => path));
}

/** What a browser asks before it sends a token to another site (CORS). */
export async function preflight(_req: unknown, res: ServerResponse): Promise<void> {
  allowOtherSites(res);
  res.setHeader('access-control-allow-methods', 'GET, POST');
  res.setHeader(
    'access-control-allow-headers',
    'authorization, content-type, x-ms-bot-agent, x-requested-with',
  );
  res.setHeader('access-control-max-age', preflightLife);
  res.setHeader('content-length', 0);
  res.writeHead(204);
  res.end();
}
