import { type MouseEvent, useSyncExternalStore } from 'react';

const base = '/console';

/** One page of the console, as its address says. */
export type Page =
  | { readonly kind: 'today' | 'reports' | 'care' | 'settings' | 'setup' }
  | { readonly kind: 'team'; readonly tab?: string }
  | { readonly kind: 'chat' | 'report'; readonly id: string };

export function pageOf(path: string): Page {
  const [, , name, id] = path.split('/');
  if (name === 'chat' && id) return { kind: 'chat', id: decodeURIComponent(id) };
  if (name === 'reports' && id) return { kind: 'report', id: decodeURIComponent(id) };
  if (name === 'team') return id ? { kind: 'team', tab: decodeURIComponent(id) } : { kind: 'team' };
  if (name === 'reports' || name === 'care' || name === 'settings' || name === 'setup') return { kind: name };
  return { kind: 'today' };
}

export function pathOf(page: Page): string {
  if (page.kind === 'chat') return `${base}/chat/${encodeURIComponent(page.id)}`;
  if (page.kind === 'report') return `${base}/reports/${encodeURIComponent(page.id)}`;
  if (page.kind === 'team' && page.tab !== undefined) return `${base}/team/${encodeURIComponent(page.tab)}`;
  return `${base}/${page.kind}`;
}

const moved = 'console-moved';

export function go(page: Page): void {
  history.pushState(null, '', pathOf(page));
  dispatchEvent(new Event(moved));
}

function subscribe(changed: () => void): () => void {
  addEventListener('popstate', changed);
  addEventListener(moved, changed);
  return () => {
    removeEventListener('popstate', changed);
    removeEventListener(moved, changed);
  };
}

export function usePage(): Page {
  return pageOf(useSyncExternalStore(subscribe, () => location.pathname));
}

/** What a link to a page needs: a real address for "open in a new tab", and a move without loading. */
export function linkTo(page: Page) {
  return {
    href: pathOf(page),
    onClick: (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      go(page);
    },
  };
}
