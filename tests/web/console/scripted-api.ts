import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { aDesk, type DeskState } from './scripted-desk.ts';
import { type Answered, answerOf } from './scripted-routes.ts';

/** The same policy as http/server.ts sends; the console must live under it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export interface ScriptedApi {
  readonly url: string;
  readonly desk: DeskState;
  /** Requests seen, as `POST /queue/take-next`. */
  readonly seen: string[];
  /** Tells the pages that something changed. */
  tell(event: Readonly<Record<string, unknown>>): void;
  /** Breaks the live connections; `reachable` says whether new ones are taken. */
  cut(reachable: boolean): void;
  stop(): Promise<void>;
}

/** Plays docs/console-api.md for one member, from memory, so that the console is tested without the rest. */
export async function startScriptedApi(folder: string): Promise<ScriptedApi> {
  const desk = aDesk();
  const seen: string[] = [];
  const live = liveEvents();
  const server = createServer((req, res) => void serve(req, res, { desk, seen, folder }));
  server.on('upgrade', live.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://localhost:${address.port}`,
    desk,
    seen,
    tell: live.tell,
    cut: live.cut,
    stop: () => stop(server, live.cut),
  };
}

function stop(server: Server, cut: (reachable: boolean) => void): Promise<void> {
  cut(false);
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

interface World {
  readonly desk: DeskState;
  readonly seen: string[];
  readonly folder: string;
}

async function serve(req: IncomingMessage, res: ServerResponse, world: World): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  res.setHeader('content-security-policy', policy);
  res.setHeader('cache-control', 'no-store');
  if (!url.pathname.startsWith('/console/api/')) return file(res, url.pathname, world.folder);
  const path = url.pathname.slice('/console/api'.length);
  world.seen.push(`${req.method} ${path}`);
  const body = await bodyOf(req);
  send(
    res,
    answerOf(
      { method: req.method ?? 'GET', path, query: url.searchParams, body, headers: req.headers },
      world.desk,
    ),
  );
}

function send(res: ServerResponse, { status, body }: Answered): void {
  const raw = Buffer.isBuffer(body);
  res.writeHead(status, { 'content-type': raw ? 'image/png' : 'application/json' });
  res.end(body === undefined ? undefined : raw ? body : JSON.stringify(body));
}

function file(res: ServerResponse, path: string, folder: string): void {
  const name = path.replace(/^\/console\/?/, '');
  const found = name !== '' && !name.includes('..') && existsSync(join(folder, name)) ? name : 'index.html';
  res.writeHead(200, { 'content-type': types[extname(found)] ?? 'application/octet-stream' });
  createReadStream(join(folder, found)).pipe(res);
}

async function bodyOf(req: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  if (req.headers['content-type'] === 'application/octet-stream') return { bytes };
  const text = bytes.toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

/** Events with growing ids, kept so that a page can ask for those it missed. */
function liveEvents() {
  const sockets = new WebSocketServer({ noServer: true });
  const past: { readonly id: number }[] = [];
  let reachable = true;
  const line = (value: unknown) => JSON.stringify(value);
  sockets.on('connection', (socket, req: IncomingMessage) => {
    const after = new URL(req.url ?? '/', 'http://localhost').searchParams.get('after');
    socket.send(line({ kind: 'hello', last: past.length, resumed: after !== null }));
    for (const event of past) if (after !== null && event.id > Number(after)) socket.send(line(event));
  });
  return {
    upgrade: (req: IncomingMessage, socket: import('node:stream').Duplex, head: Buffer) => {
      if (!reachable) return void socket.destroy();
      sockets.handleUpgrade(req, socket, head, (open) => sockets.emit('connection', open, req));
    },
    tell: (event: Readonly<Record<string, unknown>>) => {
      const told = { id: past.length + 1, at: new Date().toISOString(), ...event };
      past.push(told);
      for (const socket of sockets.clients) socket.send(line(told));
    },
    cut: (open: boolean) => {
      reachable = open;
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}
