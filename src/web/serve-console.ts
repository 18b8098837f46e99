import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponse, Route } from '../domain/route.ts';
import { ensureConsole } from './build-console.ts';
import { textOf } from './vite/words.ts';

interface ServedFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly gzip: Buffer | undefined;
}
type Files = ReadonlyMap<string, ServedFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

export interface ConsolePages {
  readonly routes: readonly Route[];
  /** Resolves when the pages are there; rejects when they could not be built. */
  readonly ready: Promise<void>;
}

/** The console's pages under /console. Until they are built, a plain page says so and tries again. */
export function consolePages(build: () => Promise<string> = ensureConsole): ConsolePages {
  let files: Files | undefined;
  let failed = false;
  const ready = build()
    .then(readFiles)
    .then((read) => {
      files = read;
    });
  ready.catch(() => {
    failed = true;
  });
  const handle = async (request: HttpRequest) =>
    files === undefined ? waiting(failed) : answer(files, request);
  const paths = ['/console', '/console/', '/console/:page', '/console/:page/:id'];
  return { ready, routes: paths.map((path): Route => ({ method: 'GET', path, handle })) };
}

async function readFiles(folder: string): Promise<Files> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      files.map(async (path) => [path.slice(folder.length + 1), served(path, await readFile(path))] as const),
    ),
  );
}

function served(path: string, bytes: Buffer): ServedFile {
  const type = types[extname(path)] ?? 'application/octet-stream';
  // Hashed names never change their bytes; everything else is asked for again each time.
  const cache = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' };
  return { headers, bytes, gzip: type.startsWith('image/png') ? undefined : gzipSync(bytes) };
}

/** A file if there is one; otherwise the page, which finds its own way by the address. */
function answer(files: Files, { path, headers }: HttpRequest): HttpResponse {
  // Outside of its folder the page would never get its service worker, and push could not be switched on.
  if (path === '/console') return { status: 302, headers: { location: '/console/' }, body: '' };
  const name = path.replace(/^\/console\/?/, '');
  if (name.startsWith('api/') || (name.startsWith('assets/') && !files.has(name)))
    return { status: 404, body: '' };
  const file = files.get(name) ?? files.get('index.html');
  if (file === undefined) return waiting(true);
  const packed = file.gzip !== undefined && /\bgzip\b/.test(headers['accept-encoding'] ?? '');
  if (!packed || file.gzip === undefined) return { status: 200, headers: file.headers, body: file.bytes };
  return { status: 200, headers: { ...file.headers, 'content-encoding': 'gzip' }, body: file.gzip };
}

function waiting(failed: boolean): HttpResponse {
  const again = failed ? '' : '<meta http-equiv="refresh" content="3">';
  const text = textOf('vi', failed ? 'preparing.failed' : 'preparing.wait');
  const page = `<!doctype html><html lang="vi"><meta charset="utf-8">${again}<title>${textOf('vi', 'app.name')}</title><p>${text}</p></html>`;
  return {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '3' },
    body: page,
  };
}
