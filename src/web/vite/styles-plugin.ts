import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ours = (name: string) => fileURLToPath(new URL(`../console/styles/${name}`, import.meta.url));

/**
 * Ant Design and its icons write their styles into <style> elements, which our Content-Security-Policy
 * refuses. The two modules that do so are replaced by ours, which adopt style sheets: the policy allows that.
 */
export function stylesPlugin(): Plugin {
  return {
    name: 'console-styles',
    enforce: 'pre',
    resolveId: (id, importer) => {
      if (/(^@rc-component\/util\/(es|lib)|^\.)\/Dom\/dynamicCSS(\.js)?$/.test(id)) return ours('adopted.ts');
      return id === './cssUtils' && importer?.includes('@ant-design/icons')
        ? ours('icon-styles.ts')
        : undefined;
    },
  };
}
