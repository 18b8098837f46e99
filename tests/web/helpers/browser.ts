import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type WebSocketRoute,
} from 'playwright-core';

/** A phone of the cheapest kind, and a desk. */
export const phone = {
  viewport: { width: 360, height: 640 },
  hasTouch: true,
  isMobile: true,
} satisfies BrowserContextOptions;
export const desk = { viewport: { width: 1280, height: 800 } } satisfies BrowserContextOptions;

const places = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
export const chromiumPath = places.find((place) => place !== '' && existsSync(place));

export function launch(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('these tests need Chromium: install it or set CHROMIUM');
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Faults of the page: uncaught errors and what the content security policy refused. */
  readonly faults: readonly string[];
  /** Every address asked for, in order. */
  readonly asked: readonly string[];
}

export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = phone,
): Promise<Visit> {
  const context = await browser.newContext({ locale: 'vi-VN', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.goto(url);
  return { context, page, faults, asked };
}

/** Stands in for the neutral site, so that no test leaves this machine. */
export async function standInForWeather(context: BrowserContext): Promise<void> {
  await context.route('https://nchmf.gov.vn/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Thời tiết</title><p>Hôm nay có mây.',
    }),
  );
}

/** The network of one browser, for pages opened from now on. Going offline leaves open sockets alive, so they are closed too. */
export async function networkOf(context: BrowserContext) {
  const open = new Set<WebSocketRoute>();
  await context.routeWebSocket(/./, (socket) => {
    socket.connectToServer();
    open.add(socket);
  });
  return {
    cut: async (): Promise<void> => {
      await context.setOffline(true);
      for (const socket of open) await socket.close();
      open.clear();
    },
    mend: () => context.setOffline(false),
  };
}
