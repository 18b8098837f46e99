/** Stands in for the icons' own copy of the style injection (styles/adopted.ts says why). */
export { updateCSS } from './adopted.ts';

export function getShadowRoot(): null {
  return null;
}

export function warningOnce(): void {
  // The icons warn of names that do not exist; the compiler already does.
}
