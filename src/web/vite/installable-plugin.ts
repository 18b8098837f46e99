import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'vite';
import { textOf } from './words.ts';

const entry = fileURLToPath(new URL('../console/service-worker/worker.ts', import.meta.url));

/** What makes the console installable: a manifest, and one classic service worker under a fixed name. */
export function installablePlugin(): Plugin {
  return {
    name: 'console-installable',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: await worker() });
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(manifest()) });
    },
  };
}

async function worker(): Promise<string> {
  const words = Object.fromEntries(
    ['title', 'danger', 'waiting', 'offer'].map((key) => [key, textOf('vi', `push.${key}`)]),
  );
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    define: { PUSH_WORDS: JSON.stringify(words) },
  });
  return outputFiles[0]?.text ?? '';
}

function manifest(): object {
  const icon = (size: number) => ({
    src: `/console/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
  });
  return {
    name: textOf('vi', 'app.long-name'),
    short_name: textOf('vi', 'app.name'),
    lang: 'vi',
    id: '/console/',
    start_url: '/console/today',
    scope: '/console/',
    display: 'standalone',
    background_color: '#f3f6f6',
    theme_color: '#0b6e69',
    icons: [icon(192), icon(512)],
  };
}
