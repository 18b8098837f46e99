/** Set at build from locales/vi/console.yaml: a push message holds no words, the worker has them. */
declare const PUSH_WORDS: {
  readonly title: string;
  readonly danger: string;
  readonly waiting: string;
  readonly offer: string;
};

/** As much of the service worker's world as is used here; the page's own types know nothing of it. */
interface WorkerScope {
  addEventListener(kind: string, listener: (event: WorkerEvent) => void): void;
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: {
    matchAll(options: object): Promise<readonly { readonly url: string; focus(): Promise<unknown> }[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
}
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
  readonly request: Request;
  readonly data?: { json(): unknown };
  readonly notification: { close(): void };
}

// The compiler takes this file for a page's; it runs as a worker.
const worker = globalThis as unknown as WorkerScope;
const shelf = 'console-assets';

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

/** Only our hashed scripts and styles are kept. Nothing of the API is ever stored on the machine. */
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (
    event.request.method !== 'GET' ||
    url.origin !== location.origin ||
    !url.pathname.startsWith('/console/assets/')
  )
    return;
  event.respondWith(fromShelf(event.request));
});

async function fromShelf(request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

worker.addEventListener('push', (event) => {
  const { body, urgent } = wordsOf(event.data?.json());
  const options = {
    body,
    tag: 'console',
    renotify: true,
    requireInteraction: urgent,
    icon: '/console/icon-192.png',
    lang: 'vi',
  };
  event.waitUntil(worker.registration.showNotification(PUSH_WORDS.title, options));
});

function wordsOf(pushed: unknown): { readonly body: string; readonly urgent: boolean } {
  const seen = typeof pushed === 'object' && pushed !== null ? (pushed as Record<string, unknown>) : {};
  const urgent = seen['urgency'] === 'immediate';
  if (seen['kind'] === 'offer') return { body: PUSH_WORDS.offer, urgent };
  return { body: urgent ? PUSH_WORDS.danger : PUSH_WORDS.waiting, urgent };
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openConsole());
});

async function openConsole(): Promise<void> {
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ours = open.find(({ url }) => new URL(url).pathname.startsWith('/console'));
  await (ours === undefined ? worker.clients.openWindow('/console/today') : ours.focus());
}
