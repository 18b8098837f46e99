import { timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import { UserError } from '../domain/errors.ts';
import type { HttpRequest, Route } from '../domain/route.ts';

export interface HealthParts {
  readonly registry: Registry;
  readonly metricsToken: string | undefined;
  /** Names of the parts that are not ready; empty when all are. */
  readonly unready: () => Promise<readonly string[]>;
}

/** `/healthz`: the process lives. `/readyz`: it can do its work. `/metrics`: for Prometheus, not for the world. */
export function healthRoutes(parts: HealthParts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: async () => ({ status: 200, body: { status: 'ok' } }) },
    { method: 'GET', path: '/readyz', handle: () => ready(parts) },
    { method: 'GET', path: '/metrics', handle: (request) => metrics(parts, request) },
  ];
}

async function ready(parts: HealthParts) {
  const unready = await parts.unready();
  return unready.length === 0
    ? { status: 200, body: { status: 'ready' } }
    : { status: 503, body: { status: 'not ready', unready } };
}

async function metrics(parts: HealthParts, request: HttpRequest) {
  if (!mayRead(parts, request)) throw new UserError('request.unauthorised', 'metrics need a token');
  const headers = { 'content-type': parts.registry.contentType };
  return { status: 200, headers, body: await parts.registry.metrics() };
}

function mayRead({ metricsToken }: HealthParts, request: HttpRequest): boolean {
  if (metricsToken === undefined) return isLocal(request);
  const given = Buffer.from((request.headers.authorization ?? '').replace(/^Bearer /u, ''));
  const wanted = Buffer.from(metricsToken);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** A proxy on the same machine would make everyone local, so a forwarded request never is. */
function isLocal({ remoteAddress, headers }: HttpRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) return false;
  return remoteAddress === '127.0.0.1' || remoteAddress === '::1' || remoteAddress === '::ffff:127.0.0.1';
}
