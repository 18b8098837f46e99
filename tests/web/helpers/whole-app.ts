import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ensureConsole } from '../../../src/web/build-console.ts';
import { projectRoot, startApp, type TestApp } from '../../helpers/app.ts';
import { desk, launch, phone, type Visit, visit } from './browser.ts';
import { write } from './chat-page.ts';

export interface WholeApp {
  readonly app: TestApp;
  readonly browser: Browser;
  /** A page of the program in a browser of its own: its own cookies, its own network. */
  visit(path: string, options?: BrowserContextOptions): Promise<Visit>;
}

/** The whole program with its built console, for one file; every visit of a test ends with it. */
export function wholeApp(env: Readonly<Record<string, string>> = {}): WholeApp {
  let app: TestApp | undefined;
  let browser: Browser | undefined;
  const visits: Visit[] = [];
  before(async function () {
    this.timeout(240_000);
    // Before the program: it would answer that the console is being prepared.
    await ensureConsole();
    app = await startApp({ console: true, env });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });
  const running = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the program runs only within a test');
    return part;
  };
  return {
    get app() {
      return running(app);
    },
    get browser() {
      return running(browser);
    },
    visit: async (path, options = desk) => {
      const opened = await visit(running(browser), `${running(app).base}${path}`, options);
      visits.push(opened);
      return opened;
    },
  };
}

/** A child at the web chat who has been greeted; the page is the size of a phone. */
export async function aChild(whole: WholeApp): Promise<Visit> {
  const child = await whole.visit('/', phone);
  await child.page.waitForSelector('.reply');
  return child;
}

/** The child writes that it is being beaten, and has been shown whom to call. */
export async function inDanger(page: Page): Promise<void> {
  await write(page, 'con đang bị bố đánh, cứu con với');
  await page.locator('a[href="tel:111"]').first().waitFor();
}

let shots = 0;

/** With SCREENSHOTS=1 each call keeps a picture in `.cache/screenshots`, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SCREENSHOTS'] === undefined) return;
  const folder = join(projectRoot, '.cache/screenshots');
  await mkdir(folder, { recursive: true });
  shots += 1;
  await page.screenshot({ path: join(folder, `${String(shots).padStart(2, '0')}-${name}.png`) });
}
