import type { Page } from 'playwright-core';

/** What is on the screen, as `author: text`, in order. */
export async function spoken(page: Page): Promise<readonly string[]> {
  return page.$$eval('#log .group', (groups) =>
    groups.flatMap((group) => {
      const author = ['you', 'bot', 'staff'].find((name) => group.classList.contains(name));
      return [...group.querySelectorAll('.bubble')].map((bubble) => `${author}: ${bubble.textContent}`);
    }),
  );
}

export async function write(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.click('#send');
}

export function answered(page: Page, text: string): Promise<unknown> {
  return page.waitForSelector(`#log .bubble:has-text("${text}")`);
}

/** Everything the browser would keep of this page. */
export async function kept(page: Page): Promise<object> {
  return page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    state: history.state,
  }));
}
