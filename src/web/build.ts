import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** One file of a page, in memory. `name` holds a hash of its bytes, so it may be cached for ever. */
export interface Asset {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly gzip: Buffer;
}

export interface BuiltChat {
  readonly script: Asset;
  readonly style: Asset;
  readonly icon: Asset;
}

const typeOf: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const chat = fileURLToPath(new URL('./chat/', import.meta.url));

/** Bundles the chat page. It takes about a tenth of a second, so it is done at each start and never stale. */
export async function buildChat(): Promise<BuiltChat> {
  const [script, style, icon] = await Promise.all([
    bundle(`${chat}main.ts`),
    bundle(`${chat}style.css`),
    readFile(`${chat}icon.svg`),
  ]);
  return { script: asset('chat.js', script), style: asset('chat.css', style), icon: asset('icon.svg', icon) };
}

/** Phones of 2019 and later; older ones see the numbers to call. */
const browsers = ['chrome86', 'firefox79', 'safari14.1'];

async function bundle(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: browsers,
    charset: 'utf8',
    legalComments: 'none',
  });
  return Buffer.concat(outputFiles.map(({ contents }) => contents));
}

function asset(name: string, bytes: Buffer): Asset {
  const extension = extname(name);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
  return {
    name: `${name.slice(0, -extension.length)}-${hash}${extension}`,
    contentType: typeOf[extension] ?? 'application/octet-stream',
    bytes,
    gzip: gzipSync(bytes, { level: 9 }),
  };
}
