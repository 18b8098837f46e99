/**
 * Stands in for @rc-component/util/Dom/dynamicCSS: the same three functions, but the styles go into
 * adopted style sheets instead of <style> elements, so that the page lives under `style-src 'self'`.
 */
interface Options {
  readonly mark?: string;
  readonly prepend?: boolean | 'queue';
  readonly priority?: number;
}

interface Adopted {
  readonly sheet: CSSStyleSheet;
  readonly rank: number;
  /** What the caller hangs its marks on; never part of the page. */
  readonly node: HTMLStyleElement;
  css: string;
}

const adopted = new Map<string, Adopted>();
let unnamed = 0;

/** Where a sheet stands: prepended ones first, by priority, as the library orders its elements. */
function rankOf({ prepend, priority = 0 }: Options): number {
  if (prepend === 'queue') return priority;
  return prepend ? -10_000 : 10_000;
}

const nameOf = (key: string, { mark = 'rc-util-key' }: Options) => `${mark}\n${key}`;

function show(): void {
  const sheets = [...adopted.values()].sort((a, b) => a.rank - b.rank).map(({ sheet }) => sheet);
  document.adoptedStyleSheets = sheets;
}

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  const name = nameOf(key, options);
  const known = adopted.get(name);
  if (known !== undefined) {
    if (known.css !== css) known.sheet.replaceSync(css);
    known.css = css;
    return known.node;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const node = document.createElement('style');
  adopted.set(name, { sheet, rank: rankOf(options), node, css });
  show();
  return node;
}

export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  unnamed += 1;
  return updateCSS(css, `unnamed-${unnamed}`, options);
}

export function removeCSS(key: string, options: Options = {}): void {
  if (adopted.delete(nameOf(key, options))) show();
}

export function clearContainerCache(): void {
  // Nothing is cached by container: sheets belong to the document.
}
