import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import helmet from 'helmet';
import restify from 'restify';
import type { HttpRequest, HttpResponse, Route, StreamRoute } from '../domain/route.ts';
import { BodyBudget, defaultMaxBytes, linger, withBody } from './body.ts';
import { faultResponse } from './errors.ts';
import { allowOtherSites, crossOriginPaths, preflight } from './other-sites.ts';
import { serveStreams } from './streams.ts';

export interface HttpParts {
  /** How many reverse proxies stand in front and may be believed about the caller's address. */
  readonly trustedProxies?: number;
  readonly routes: readonly Route[];
  readonly streams: readonly StreamRoute[];
  /** Hears of every answer: for metrics and for the log of faults. */
  readonly observe: (seen: {
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
    readonly error?: unknown;
  }) => void;
}

export interface HttpServer {
  listen(port: number, host: string): Promise<number>;
  /** Takes no new requests and resolves when those under way are answered. */
  drain(): Promise<void>;
}

/** The restify server: routes of all edges, security headers, raw bodies, one way for faults. */
export function httpServer(parts: HttpParts): HttpServer {
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false });
  server.pre(restify.plugins.pre.dedupeSlashes());
  server.pre(securityHeaders());
  const state: State = { parts, budget: new BodyBudget(mostInMemory), draining: false };
  for (const route of parts.routes) mount(server, route, state);
  for (const path of crossOriginPaths(parts.routes)) server.opts(path, preflight);
  server.on('NotFound', (_req: unknown, res: ServerResponse) => unrouted(res, 404, 'request.not-found'));
  server.on('MethodNotAllowed', (_req: unknown, res: ServerResponse) => unrouted(res, 405, 'request.method'));
  const streams = serveStreams(server.server as Server, parts.streams);
  return {
    listen: (port, host) => listen(server, port, host),
    drain: async () => {
      state.draining = true;
      streams.close();
      await closed(server);
    },
  };
}

/** About a dozen of the largest uploads at once. */
const mostInMemory = 256 * 1024 * 1024;
/** Requests under way have this many milliseconds to finish once the service stops. */
const longestDrain = 5_000;

interface State {
  readonly parts: HttpParts;
  readonly budget: BodyBudget;
  draining: boolean;
}

/** A connection that says nothing (a browser opens some in advance) must not hold the stop up. */
function closed(server: restify.Server): Promise<void> {
  const inner = server.server as Server;
  return new Promise((resolve) => {
    const timer = setTimeout(() => inner.closeAllConnections(), longestDrain);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    inner.closeIdleConnections();
  });
}

function mount(server: restify.Server, route: Route, state: State): void {
  const verb =
    route.method === 'DELETE' ? 'del' : (route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch');
  server[verb](route.path, async (req: restify.Request, res: restify.Response) => {
    const began = performance.now();
    const { response, error } = await answer(route, req, state);
    if (route.crossOrigin) allowOtherSites(res);
    // Otherwise a client that keeps asking would keep its connection, and with it the process, alive.
    if (state.draining && !res.headersSent) res.setHeader('connection', 'close');
    write(res, response);
    linger(req);
    const seconds = (performance.now() - began) / 1000;
    state.parts.observe({ route: `${route.method} ${route.path}`, status: response.status, seconds, error });
  });
}

async function answer(
  route: Route,
  req: restify.Request,
  { parts, budget }: State,
): Promise<{ response: HttpResponse; error?: unknown }> {
  try {
    const maxBytes = route.maxBytes ?? defaultMaxBytes;
    const request = requestOf(req, parts.trustedProxies ?? 0);
    await route.admit?.(request);
    const response = await withBody(req, { maxBytes, budget }, (body) => route.handle({ ...request, body }));
    return { response };
  } catch (error) {
    return { response: faultResponse(error), error };
  }
}

function requestOf(req: restify.Request, trustedProxies: number): Omit<HttpRequest, 'body'> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  return {
    method: req.method ?? 'GET',
    path: url.pathname,
    params: { ...(req.params as Record<string, string> | undefined) },
    query: url.searchParams,
    headers: req.headers,
    remoteAddress: callerOf(req, trustedProxies),
  };
}

/** The address the nearest trusted proxy saw; what stands further left in the header anyone may have written. */
function callerOf(req: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim());
  const seen = trustedProxies === 0 ? undefined : forwarded.at(-trustedProxies);
  return seen === undefined || seen === '' ? (req.socket.remoteAddress ?? '') : seen;
}

function write(res: ServerResponse, response: HttpResponse): void {
  if (res.destroyed) return;
  const { status, headers = {}, body } = response;
  const [type, bytes] = encode(body);
  if (type !== undefined && headers['content-type'] === undefined) res.setHeader('content-type', type);
  res.setHeader('content-length', bytes.length);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.writeHead(status);
  res.end(bytes);
}

function encode(body: HttpResponse['body']): [string | undefined, Buffer] {
  if (body === undefined) return [undefined, Buffer.alloc(0)];
  if (Buffer.isBuffer(body)) return [undefined, body];
  if (typeof body === 'string') return ['text/plain; charset=utf-8', Buffer.from(body, 'utf8')];
  return ['application/json; charset=utf-8', Buffer.from(JSON.stringify(body), 'utf8')];
}

/** Restify's own `done` is not called: it would answer a second time, and that ends the process. */
function unrouted(res: ServerResponse, status: number, code: string): void {
  write(res, { status, body: { error: { code, message: 'there is nothing at this address' } } });
}

function listen(server: restify.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.address().port));
  });
}

/** Strict by default: only our own scripts and styles, no framing, no referrer, nothing cached unless said. */
function securityHeaders() {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 31_536_000 },
  });
  return (req: restify.Request, res: restify.Response, next: restify.Next) => {
    res.setHeader('cache-control', 'no-store');
    res.setHeader('permissions-policy', 'geolocation=(), camera=(), microphone=(self)');
    protect(req, res, (error?: unknown) => next(error));
  };
}
