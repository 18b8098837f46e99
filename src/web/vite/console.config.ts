import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { installablePlugin } from './installable-plugin.ts';
import { stylesPlugin } from './styles-plugin.ts';
import { wordsPlugin } from './words-plugin.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: pathOf('../console'),
  base: '/console/',
  plugins: [stylesPlugin(), wordsPlugin(), installablePlugin(), react()],
  build: {
    outDir: pathOf('../../../dist/console'),
    emptyOutDir: true,
    // Nothing inline: the page is served under a policy of 'self' alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  logLevel: 'warn',
});
