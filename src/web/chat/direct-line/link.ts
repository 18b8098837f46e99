/**
 * Takes the one-use link out of the address (`#k=…`) and out of the history at once: it is good for
 * one time, and whoever looks at this phone later must not find it.
 */
export function takeLink(): string | undefined {
  const link = /^#k=([\w-]{20,100})$/u.exec(location.hash)?.[1];
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return link;
}
