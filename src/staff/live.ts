import type { StreamRoute, TextStream } from '../domain/route.ts';
import { can } from './can.ts';
import type { StaffEvent } from './desk-ports.ts';
import type { StaffParts } from './parts.ts';
import type { Session } from './ports.ts';
import { actorOf, base, showLife } from './route.ts';
import { hashToken, isOurOrigin, longestSession, readToken, type SignedIn } from './session.ts';

const pollEvery = 250;
const pageSize = 200;
const pingEvery = 15_000;
const sessionEnded = 4401;

export interface LiveFeed {
  readonly streams: readonly StreamRoute[];
  /** Looks for new events at once instead of within a quarter of a second. */
  wake(): void;
  close(): void;
}

type Listener = (events: readonly StaffEvent[]) => void;

/**
 * Live events for every open console of this process. They are read from the database, so it does not
 * matter which process wrote them; one reader serves all streams, and only while there are any.
 */
export function liveFeed(parts: StaffParts): LiveFeed {
  const reader = eventReader(parts);
  return {
    streams: [
      { path: new RegExp(`^${base}/events$`, 'u'), accept: (request) => accept(parts, reader, request) },
    ],
    wake: reader.wake,
    close: reader.close,
  };
}

interface Reader {
  /** Resolves once every event from now on will reach the listener. */
  listen(listener: Listener): Promise<() => void>;
  wake(): void;
  close(): void;
}

function eventReader({ events }: StaffParts): Reader {
  const listeners = new Set<Listener>();
  let cursor = 0;
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let starting: Promise<void> | undefined;
  let again = false;
  const read = async (): Promise<void> => {
    do {
      again = false;
      const found = await events.after(cursor, pageSize);
      cursor = found.at(-1)?.id ?? cursor;
      if (found.length > 0) for (const listener of listeners) listener(found);
      again ||= found.length === pageSize;
    } while (again && listeners.size > 0);
  };
  const wake = (): void => {
    if (listeners.size === 0) return;
    again = true;
    if (reading) return;
    reading = true;
    // A database that is away for a moment is asked again a moment later; nothing is lost meanwhile.
    void read()
      .catch(() => undefined)
      .finally(() => {
        reading = false;
      });
  };
  // A reader starts at the end; each stream reads what came before by itself, after this.
  const begin = async (): Promise<void> => {
    cursor = (await events.bounds()).newest;
    clearInterval(timer);
    if (listeners.size > 0) timer = setInterval(wake, pollEvery);
  };
  const end = (): void => {
    clearInterval(timer);
    timer = undefined;
    starting = undefined;
  };
  return {
    listen: async (listener) => {
      listeners.add(listener);
      starting ??= begin();
      await starting.catch((error: unknown) => {
        listeners.delete(listener);
        starting = undefined;
        throw error;
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) end();
      };
    },
    wake,
    close: () => {
      listeners.clear();
      end();
    },
  };
}

/** Events carry no words, so the stream outlives the idle limit: an alarm must ring on a quiet day as well. */
async function accept(
  parts: StaffParts,
  reader: Reader,
  request: Parameters<StreamRoute['accept']>[0],
): Promise<number | ((stream: TextStream) => void)> {
  if (!isOurOrigin(parts.publicUrl, request)) return 403;
  const token = readToken(parts.publicUrl, request);
  const session = token === undefined ? undefined : await parts.sessions.byToken(hashToken(token));
  const signedIn = session === undefined ? undefined : await stillIn(parts, session);
  if (signedIn === undefined) return 401;
  if (can(parts.rules, await actorOf(parts, signedIn), 'desk.view') !== 'yes') return 403;
  const after = /^\d{1,15}$/u.test(request.query.get('after') ?? '')
    ? Number(request.query.get('after'))
    : undefined;
  return (stream) => serve(parts, reader, { stream, signedIn, after });
}

async function stillIn(parts: StaffParts, { id, createdAt }: Session): Promise<SignedIn | undefined> {
  const session = await parts.sessions.byId(id);
  if (session === undefined || parts.now().getTime() - createdAt.getTime() > longestSession) return undefined;
  const account = await parts.accounts.byId(session.staffId);
  return account?.active === true ? { account, session } : undefined;
}

interface Opened {
  readonly stream: TextStream;
  readonly signedIn: SignedIn;
  readonly after: number | undefined;
}

function serve(parts: StaffParts, reader: Reader, { stream, signedIn, after }: Opened): void {
  const me = signedIn.account.id;
  const say = (body: object): void => stream.send(JSON.stringify(body));
  let last = 0;
  let behind: StaffEvent[] | undefined = [];
  const pass = (found: readonly StaffEvent[]): void => {
    for (const event of found) {
      if (event.id <= last) continue;
      last = event.id;
      const mine = (event.to === null || event.to === me) && !event.excluded.includes(me);
      if (mine) say(view(event));
    }
  };
  // Listens first, then reads what it missed: whatever comes meanwhile waits in `behind`.
  const listening = reader.listen((found) => (behind === undefined ? pass(found) : behind.push(...found)));
  const catchUp = async (): Promise<void> => {
    await listening;
    const { oldest, newest } = await parts.events.bounds();
    const resumed = after !== undefined && after >= oldest - 1 && after <= newest;
    last = resumed ? after : newest;
    say({ kind: 'hello', last, resumed });
    for (let page = pageSize; page === pageSize; ) {
      const found = await parts.events.after(last, pageSize);
      page = found.length;
      pass(found);
    }
    const waited = behind ?? [];
    behind = undefined;
    pass(waited);
  };
  const timer = setInterval(() => {
    say({ kind: 'ping' });
    stillIn(parts, signedIn.session).then(
      (still) => (still === undefined ? stream.close(sessionEnded, 'the session has ended') : undefined),
      () => undefined,
    );
  }, pingEvery);
  stream.onText(() => void showLife(parts, me).catch(() => undefined));
  stream.onClose(() => {
    clearInterval(timer);
    listening.then(
      (stop) => stop(),
      () => undefined,
    );
  });
  catchUp().catch(() => stream.close(1011, 'try again'));
}

function view({ id, at, kind, conversationId, body }: StaffEvent): object {
  return { id, at, kind, ...(conversationId === null ? {} : { chatId: conversationId }), ...body };
}
