import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { directLineRoutes, directLineStreams } from '../../../src/channels/directline/channel.ts';
import type { DirectLineParts } from '../../../src/channels/directline/parts.ts';
import { Tokens } from '../../../src/channels/directline/verify.ts';
import { loadWebChat, type WebChatParts } from '../../../src/channels/web/load.ts';
import { webChatRoutes } from '../../../src/channels/web/page.ts';
import type { Route, StreamRoute, TextStream } from '../../../src/domain/route.ts';
import { type HttpServer, httpServer } from '../../../src/http/server.ts';
import { type Reply, type Script, ScriptedStore } from './scripted-store.ts';

let built: Promise<WebChatParts> | undefined;
const locales = fileURLToPath(new URL('../../../locales', import.meta.url));

export interface ScriptedServer {
  readonly url: string;
  readonly store: ScriptedStore;
  /** Every request taken, e.g. `POST /chat/token 200`. */
  readonly seen: readonly string[];
  /** Closes all WebSockets, as a proxy or a phone network does. */
  cutStreams(): void;
  /** Refuses new WebSockets from now on, or takes them again. */
  allowStreams(allowed: boolean): void;
  /** Answers the next posts with this status, before or after they were stored. */
  failPosts(count: number, when: 'before' | 'after'): void;
  tooMany(count: number): void;
  stop(): Promise<void>;
  startAgain(): Promise<void>;
  /** Says something unasked in the newest conversation. */
  say(reply: Reply): void;
}

export async function startScripted(
  script: Script,
  options: { readonly delay?: number; readonly now?: () => Date } = {},
): Promise<ScriptedServer> {
  const store = new ScriptedStore(script, options.delay);
  const tokens = new Tokens(randomBytes(32), 'a-secret-for-tests');
  const open = new Set<TextStream>();
  const seen: string[] = [];
  let streams = true;
  let busy = 0;
  const failing = { left: 0, when: 'before' };
  const parts: DirectLineParts = {
    tokens,
    ...storeParts(store),
    hops: { redeem: async () => false },
    desk: {
      initiation: () => ({}),
      status: () => ({}),
      carryOut: async () => ({ kind: 'refused', why: 'not-found' }),
    },
    now: options.now ?? (() => new Date()),
    mayAsk: async (kind) => kind === 'start' || busy-- <= 0,
  };
  const chat = await loadChat();
  const make = (): HttpServer =>
    httpServer({
      routes: [...webChatRoutes(chat), ...directLineRoutes(parts).map((route) => flaky(route, failing))],
      streams: directLineStreams(parts).map((route) => watched(route, open, () => streams)),
      observe: ({ route, status }) => void seen.push(`${route} ${status}`),
    });
  let server = make();
  const port = await server.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    store,
    seen,
    cutStreams: () => {
      for (const stream of open) stream.close(1012, 'cut');
    },
    allowStreams: (allowed) => {
      streams = allowed;
    },
    failPosts: (count, when) => Object.assign(failing, { left: count, when }),
    tooMany: (count) => {
      busy = count;
    },
    stop: () => server.drain(),
    startAgain: async () => {
      server = make();
      await server.listen(port, '127.0.0.1');
    },
    say: (reply) => store.say(store.received.at(-1)!.senderId, reply),
  };
}

/** The page, built once for all tests of one run. */
export function loadChat(): Promise<WebChatParts> {
  built ??= loadWebChat(locales);
  return built;
}

function storeParts(store: ScriptedStore) {
  const { reception, conversations, attachments, signals } = store;
  return { reception, conversations, attachments, signals };
}

function flaky(route: Route, failing: { left: number; when: string }): Route {
  if (!/\/(activities|upload)$/.test(route.path) || route.method !== 'POST') return route;
  return {
    ...route,
    handle: async (request) => {
      if (failing.left <= 0) return route.handle(request);
      failing.left -= 1;
      if (failing.when === 'after') await route.handle(request);
      return { status: 503, headers: { 'retry-after': '1' }, body: {} };
    },
  };
}

function watched(route: StreamRoute, open: Set<TextStream>, allowed: () => boolean): StreamRoute {
  return {
    path: route.path,
    accept: async (request) => {
      if (!allowed()) return 503;
      const accepted = await route.accept(request);
      if (typeof accepted === 'number') return accepted;
      return (stream) => {
        open.add(stream);
        stream.onClose(() => open.delete(stream));
        accepted(stream);
      };
    },
  };
}
