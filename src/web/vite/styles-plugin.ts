import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ours = fileURLToPath(new URL('../console/styles/adopted.ts', import.meta.url));

/**
 * Ant Design writes its styles into <style> elements, which our Content-Security-Policy refuses. The one
 * module that does so is replaced by one that adopts style sheets, which the policy allows.
 */
export function stylesPlugin(): Plugin {
  return {
    name: 'console-styles',
    enforce: 'pre',
    resolveId: (id) =>
      /(^@rc-component\/util\/(es|lib)|^\.)\/Dom\/dynamicCSS(\.js)?$/.test(id) ? ours : undefined,
  };
}
