import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { StaffId } from '../domain/ids.ts';
import type { HttpRequest } from '../domain/route.ts';
import type { Account, AccountStore, Session, SessionStore } from './ports.ts';

export const idleLimit = 30 * 60_000;
export const longestSession = 12 * 3_600_000;
export const confirmedFor = 5 * 60_000;
/** Use is written down at most this often; the idle limit is exact to that. */
const useGrain = 30_000;

export interface SessionParts {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly publicUrl: URL;
  readonly now: () => Date;
}

export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
}

/** `__Host-` binds the cookie to this origin over TLS; a plain-http PUBLIC_URL (trying it out) cannot have it. */
function cookieName(publicUrl: URL): string {
  return publicUrl.protocol === 'https:' ? '__Host-staff' : 'staff-dev';
}

export async function openSession(
  parts: SessionParts,
  staffId: StaffId,
  how: { readonly secondFactor: boolean; readonly device: string },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = parts.now();
  const session = {
    id: randomUUID(),
    staffId,
    createdAt: now,
    lastUsedAt: now,
    confirmedAt: now,
    secondFactor: how.secondFactor,
    device: deviceName(how.device),
  };
  await parts.sessions.add(session, hashToken(token));
  return setCookie(parts.publicUrl, token);
}

/** The session of a request, while it is not idle, not too old and its member is active. */
export async function readSession(
  parts: SessionParts,
  request: Pick<HttpRequest, 'headers'>,
): Promise<SignedIn | undefined> {
  const token = readToken(parts.publicUrl, request);
  if (token === undefined) return undefined;
  const session = await parts.sessions.byToken(hashToken(token));
  if (session === undefined || isOver(session, parts.now())) return undefined;
  const account = await parts.accounts.byId(session.staffId);
  if (account === undefined || !account.active) return undefined;
  const background = request.headers['x-console-idle'] === '1';
  if (!background && parts.now().getTime() - session.lastUsedAt.getTime() > useGrain)
    await parts.sessions.use(session.id, parts.now());
  return { account, session };
}

export function isOver(
  { createdAt, lastUsedAt }: Pick<Session, 'createdAt' | 'lastUsedAt'>,
  now: Date,
): boolean {
  return (
    now.getTime() - lastUsedAt.getTime() > idleLimit || now.getTime() - createdAt.getTime() > longestSession
  );
}

export function setCookie(publicUrl: URL, token: string): string {
  const secure = publicUrl.protocol === 'https:' ? '; Secure' : '';
  return `${cookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${longestSession / 1000}${secure}`;
}

export function clearCookie(publicUrl: URL): string {
  return setCookie(publicUrl, '').replace(/Max-Age=\d+/u, 'Max-Age=0');
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function readToken(publicUrl: URL, { headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  return readCookie(headers.cookie, cookieName(publicUrl));
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}

/**
 * Another site cannot make a browser send our header without asking us first, and its requests carry its own origin. Both
 * are asked for, beside the cookie being SameSite=Strict.
 */
export function isOurOwn(
  { publicUrl }: Pick<SessionParts, 'publicUrl'>,
  request: Pick<HttpRequest, 'headers' | 'method'>,
): boolean {
  if (request.method === 'GET') return true;
  return request.headers['x-console'] === '1' && isOurOrigin(publicUrl, request);
}

export function isOurOrigin(publicUrl: URL, { headers }: Pick<HttpRequest, 'headers'>): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return false;
  if (origin === publicUrl.origin) return true;
  // Tried out under another name of this machine: same host as asked for, and not over TLS elsewhere.
  return publicUrl.protocol === 'http:' && host !== undefined && origin === `http://${host}`;
}

/** "Chrome, Android" and the like: enough to know one's own devices apart. */
function deviceName(agent: string): string {
  const browser = /(Edg|OPR|CocCoc|coc_coc_browser|Firefox|Chrome|Safari)/u.exec(agent)?.[1] ?? '?';
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/u.exec(agent)?.[1] ?? '?';
  return `${browser}, ${system}`;
}
