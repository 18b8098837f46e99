import { z } from 'zod';
import type { HttpRequest, HttpResponse } from '../domain/route.ts';
import { acceptCode, checkPassword, checkTicket, record, setUp } from './accounts.ts';
import { standingPermissions } from './can.ts';
import type { LimitKind } from './limits.ts';
import type { StaffParts } from './parts.ts';
import { BrowserResponse, checkPasskey, signInOptions } from './passkeys.ts';
import { verifyPassword } from './passwords.ts';
import type { Account } from './ports.ts';
import { type Asked, actorOf, asks, bodyOf, fault, ok, openTo, type StaffRoute } from './route.ts';
import {
  clearCookie,
  confirmedFor,
  hashToken,
  idleLimit,
  longestSession,
  openSession,
  readSession,
} from './session.ts';
import { memberView } from './views.ts';

const short = z.string().min(1).max(200);
export const Username = z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/u);

/** Signing in and out, and the first account. */
export function sessionRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    openTo('GET /session', (request) => session(parts, request)),
    openTo('POST /sign-in', (request) => signIn(parts, request)),
    openTo('POST /sign-in/totp', (request) => signInByCode(parts, request)),
    openTo('POST /sign-in/passkey/options', async () => ok(await signInOptions(parts))),
    openTo('POST /sign-in/passkey', (request) => signInByPasskey(parts, request)),
    openTo('GET /setup', (request) => readLink(parts, request)),
    openTo('POST /setup', (request) => useLink(parts, request)),
    asks('POST /sign-out', 'me.manage', (asked) => signOut(parts, asked, false)),
    asks('POST /sign-out/everywhere', 'me.manage', (asked) => signOut(parts, asked, true)),
    asks('POST /confirm', 'me.manage', (asked) => confirm(parts, asked)),
  ];
}

async function session(parts: StaffParts, request: HttpRequest): Promise<HttpResponse> {
  const signedIn = await readSession(parts, request);
  if (signedIn === undefined) return fault(401, 'request.unauthorised');
  const { session: mine, account } = signedIn;
  const actor = await actorOf(parts, signedIn);
  return ok({
    member: memberView(account),
    permissions: standingPermissions(parts.rules, actor),
    secondFactor: mine.secondFactor,
    confirmedUntil: mine.confirmedAt === null ? null : after(mine.confirmedAt, confirmedFor),
    endsAt: after(mine.createdAt, longestSession),
    idleEndsAt: after(mine.lastUsedAt, idleLimit),
  });
}

function after(at: Date, ms: number): string {
  return new Date(at.getTime() + ms).toISOString();
}

async function allowed(
  parts: StaffParts,
  tries: readonly (readonly [LimitKind, string])[],
): Promise<boolean> {
  const each = await Promise.all(tries.map(([kind, key]) => parts.mayTry(kind, key)));
  return each.every(Boolean);
}

async function signIn(parts: StaffParts, request: HttpRequest): Promise<HttpResponse> {
  const { username, password } = bodyOf(
    z.strictObject({ username: short, password: z.string().min(1).max(1000) }),
    request,
  );
  const name = username.trim().toLowerCase();
  if (
    !(await allowed(parts, [
      ['sign-in-name', name],
      ['sign-in-address', request.remoteAddress],
    ]))
  )
    return fault(429, 'request.too-many');
  const found = await checkPassword(parts, name, password);
  if (found.kind === 'wrong') return fault(401, 'wrong-credentials');
  return found.kind === 'known'
    ? begin(parts, request, { account: found.account, secondFactor: false })
    : ok(found);
}

async function signInByCode(parts: StaffParts, request: HttpRequest): Promise<HttpResponse> {
  const { ticket, code } = bodyOf(z.strictObject({ ticket: z.uuid(), code: z.string().max(10) }), request);
  if (!(await allowed(parts, [['sign-in-address', request.remoteAddress]])))
    return fault(429, 'request.too-many');
  const account = await checkTicket(parts, ticket, code);
  return account === undefined
    ? fault(401, 'wrong-code')
    : begin(parts, request, { account, secondFactor: true });
}

async function signInByPasskey(parts: StaffParts, request: HttpRequest): Promise<HttpResponse> {
  const given = bodyOf(z.strictObject({ challengeId: z.uuid(), response: BrowserResponse }), request);
  if (!(await allowed(parts, [['sign-in-address', request.remoteAddress]])))
    return fault(429, 'request.too-many');
  const account = await checkPasskey(parts, given);
  return account === undefined
    ? fault(401, 'wrong-credentials')
    : begin(parts, request, { account, secondFactor: true });
}

async function begin(
  parts: StaffParts,
  request: HttpRequest,
  who: { readonly account: Pick<Account, 'id'>; readonly secondFactor: boolean },
): Promise<HttpResponse> {
  const { account, secondFactor } = who;
  const cookie = await openSession(parts, account.id, {
    secondFactor,
    device: request.headers['user-agent'] ?? '',
  });
  await record(parts, { by: account.id, action: 'session.open', id: account.id });
  return { status: 200, headers: { 'set-cookie': cookie }, body: { kind: 'signed-in' } };
}

async function readLink(parts: StaffParts, request: HttpRequest): Promise<HttpResponse> {
  if (!(await allowed(parts, [['link', request.remoteAddress]]))) return fault(429, 'request.too-many');
  const link = await parts.links.find(hashToken(request.query.get('token') ?? ''), parts.now());
  return link === undefined
    ? fault(410, 'link-used')
    : ok({ kind: link.kind, roles: link.roles, name: link.name });
}

const SetUpBody = z.strictObject({
  token: short,
  username: Username,
  name: z.string().trim().min(1).max(100),
  password: z.string().max(1000),
});

async function useLink(parts: StaffParts, request: HttpRequest): Promise<HttpResponse> {
  const form = bodyOf(SetUpBody, request);
  if (!(await allowed(parts, [['link', request.remoteAddress]]))) return fault(429, 'request.too-many');
  const made = await setUp(parts, form);
  if (made.kind === 'created') return begin(parts, request, { account: made, secondFactor: false });
  if (made.kind === 'link-used') return fault(410, made.kind);
  return made.kind === 'username-taken' ? fault(409, made.kind) : fault(400, `password-${made.kind}`);
}

async function signOut(
  parts: StaffParts,
  { me, session: mine }: Asked,
  everywhere: boolean,
): Promise<HttpResponse> {
  if (everywhere) await parts.sessions.removeAll(me);
  else await parts.sessions.remove(me, mine.id);
  await record(parts, { by: me, action: everywhere ? 'session.close-all' : 'session.close', id: me });
  return { status: 204, headers: { 'set-cookie': clearCookie(parts.publicUrl) } };
}

const Proof = z.strictObject({
  password: z.string().max(1000).optional(),
  code: z.string().max(10).optional(),
});

/** Who has a second factor proves it; a password alone may have been seen. */
async function confirm(
  parts: StaffParts,
  { me, account, session: mine, request }: Asked,
): Promise<HttpResponse> {
  const proof = bodyOf(Proof, request);
  if (!(await parts.mayTry('confirm', me))) return fault(429, 'request.too-many');
  const byCode = proof.code !== undefined && (await acceptCode(parts, account, proof.code));
  const byPassword =
    account.totpSecret === null &&
    proof.password !== undefined &&
    (await verifyPassword(proof.password, account.passwordHash));
  if (!byCode && !byPassword)
    return fault(401, proof.code === undefined ? 'wrong-credentials' : 'wrong-code');
  await parts.sessions.confirm(mine.id, parts.now());
  return ok({ confirmedUntil: after(parts.now(), confirmedFor) });
}
