import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { handoffInitiation } from '../../src/bot/handoff-events.ts';
import { newDialog } from '../../src/domain/dialog.ts';
import { httpServer } from '../../src/http/server.ts';
import { staffConsole } from '../../src/staff/console.ts';
import { type DeliveryParts, vapidKeysFrom } from '../../src/staff/deliver.ts';
import { hoursFrom, loadStaffContent } from '../../src/staff/load.ts';
import type { StaffParts } from '../../src/staff/parts.ts';
import { pseudonymOf } from '../../src/staff/pseudonym.ts';
import { auditLog } from '../../src/storage/postgres/audit.ts';
import type { Database } from '../../src/storage/postgres/database.ts';
import { deliveryStore } from '../../src/storage/postgres/deliveries.ts';
import { deskReads } from '../../src/storage/postgres/desk-reads.ts';
import { eventLog } from '../../src/storage/postgres/events.ts';
import { ratingStore } from '../../src/storage/postgres/ratings.ts';
import { reportDesk } from '../../src/storage/postgres/report-desk.ts';
import { reportStore } from '../../src/storage/postgres/reports.ts';
import { retoldStore } from '../../src/storage/postgres/retold.ts';
import { rosterStore, settingStore } from '../../src/storage/postgres/roster.ts';
import { passkeyStore, pushStore } from '../../src/storage/postgres/staff-devices.ts';
import { challengeStore, linkStore, sessionStore } from '../../src/storage/postgres/staff-sessions.ts';
import { aDesk } from '../conversations/handoff/world.ts';

export const content = await loadStaffContent('dialogs');

/** A running console over a real database and the real HTTP server, with a clock of its own. */
export async function aConsole(database: Database, more: Partial<DeliveryParts> = {}) {
  const world = aDesk(database);
  const { db, vault, accounts } = world;
  world.clock.now = new Date();
  const reports = reportStore(db, vault);
  const settings = settingStore(db);
  const now = (): Date => world.clock.now;
  const publicUrl = new URL('http://localhost:1');
  const parts: StaffParts = {
    accounts,
    sessions: sessionStore(db),
    links: linkStore(db),
    challenges: challengeStore(db),
    passkeys: passkeyStore(db),
    pushes: pushStore(db, vault),
    audit: auditLog(db, vault),
    ratings: ratingStore(db),
    retold: retoldStore(db),
    events: eventLog(db),
    reads: deskReads(db, vault),
    settings,
    reports,
    reportDesk: reportDesk(db, vault, reports),
    attachments: {
      viewOwn: async () => undefined,
      keepFromStaff: async () => ({ id: randomUUID(), contentType: 'image/jpeg', size: 1 }),
      fromStaff: async () => undefined,
      takeBack: async () => undefined,
    },
    files: { view: async () => undefined, original: async () => undefined },
    roster: rosterStore(db, vault),
    rules: content.permissions,
    hours: hoursFrom(settings, content.hours),
    pseudonym: pseudonymOf(content.pseudonyms),
    limitsOf: () => ({ textLength: 2000, buttons: 4, buttonTitleLength: 20, takesFiles: true }),
    repliesLeft: async () => undefined,
    dialogOf: () => newDialog,
    signsOf: (text) =>
      text.includes('đánh') ? [{ id: 'beaten', urgency: 'immediate', source: 'rule', start: 0, end: 4 }] : [],
    typing: () => undefined,
    handoffActivity: handoffInitiation,
    publicUrl,
    pushKey: 'key',
    mayTry: async () => true,
    now,
    receiptWords: [],
    desk: { ...world.parts, webhookWords: more.webhook?.words === true },
  };
  const delivery: DeliveryParts = {
    ...parts,
    deliveries: deliveryStore(db),
    vapid: vapidKeysFrom(vault.derive('web-push')),
    mailText: content.mailText,
    ...more,
  };
  const console = staffConsole(parts, delivery);
  const faults: unknown[] = [];
  const server = httpServer({
    routes: console.routes,
    streams: console.streams,
    observe: ({ error }) => (error === undefined ? undefined : faults.push(error)),
  });
  const port = await server.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  return {
    ...world,
    staff: parts,
    delivery,
    console,
    origin,
    faults,
    browser: () => aBrowser(origin),
    stop: async () => {
      console.close();
      await server.drain();
    },
  };
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers freely
  readonly body: any;
}

/** A browser with its cookie, as the console's page would ask. */
export function aBrowser(base: string, origin = base) {
  let cookie = '';
  const ask = async (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${base}/console/api${path}`, {
      method,
      headers: {
        'x-console': '1',
        origin,
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    get: (path: string, headers?: Record<string, string>) => ask('GET', path, undefined, headers),
    post: (path: string, body: object = {}, headers?: Record<string, string>) =>
      ask('POST', path, body, headers),
    put: (path: string, body: object) => ask('PUT', path, body),
    patch: (path: string, body: object) => ask('PATCH', path, body),
    delete: (path: string) => ask('DELETE', path),
    cookie: () => cookie,
    live: (after?: number) => listen(base, cookie, after),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read events freely
type Told = Record<string, any>;

/** The live stream with everything it was told; `until` waits for an event. */
export async function listen(origin: string, cookie: string, after?: number) {
  const socket = new WebSocket(
    `${origin.replace('http', 'ws')}/console/api/events${after === undefined ? '' : `?after=${after}`}`,
    { headers: { cookie, origin } },
  );
  const told: Told[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    told.push({ ...JSON.parse(data.toString()), seenAt: performance.now() });
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const until = async (fits: (event: Told) => boolean): Promise<Told> => {
    for (;;) {
      const found = told.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { told, until, pong: () => socket.send('{"kind":"pong"}'), close: () => socket.terminate() };
}

/** The first account, signed in. */
export async function anAdministrator(world: Awaited<ReturnType<typeof aConsole>>) {
  const link = await world.console.firstAccountLink();
  const token = link?.split('#')[1] ?? '';
  const browser = world.browser();
  const made = await browser.post('/setup', {
    token,
    username: 'quan-tri',
    name: 'Chị Quản trị',
    password: 'một hai ba bốn năm',
  });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  return browser;
}

/** A member with these roles, invited and signed in. */
export async function anInvited(
  world: Awaited<ReturnType<typeof aConsole>>,
  roles: readonly string[],
  username = `m${Math.random().toString(36).slice(2, 10)}`,
) {
  const { addLink } = await import('../../src/staff/accounts.ts');
  const link = await addLink(world.staff, {
    kind: 'invitation',
    roles: roles as never,
    name: null,
    life: 60_000,
  });
  const browser = world.browser();
  const made = await browser.post('/setup', {
    token: link.split('#')[1],
    username,
    name: `Cô ${username}`,
    password: 'mật khẩu rất dài',
  });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  const id: string = (await browser.get('/session')).body.member.id;
  await browser.post('/presence', { presence: 'present' });
  return { browser, id };
}
