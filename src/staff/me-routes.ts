import { z } from 'zod';
import type { HttpResponse } from '../domain/route.ts';
import { record } from './accounts.ts';
import type { StaffParts } from './parts.ts';
import { addPasskey, BrowserResponse, passkeyOptions } from './passkeys.ts';
import { hashPassword, passwordFault, verifyPassword } from './passwords.ts';
import { type Asked, asks, bodyOf, done, fault, notFound, ok, type StaffRoute } from './route.ts';
import { newTotpSecret, totpEnrolment, totpStepOf } from './totp.ts';
import { deviceView, memberView, passkeyView } from './views.ts';

const needs = 'me.manage';
const confirmed = 'me.confirm';

/** A member's own account: password, second factors, devices, push. */
export function meRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    asks('GET /me', needs, (asked) => me(parts, asked)),
    asks('PATCH /me', needs, (asked) => change(parts, asked)),
    asks('DELETE /me/devices/:id', needs, (asked) => endDevice(parts, asked)),
    asks('POST /me/password', needs, (asked) => changePassword(parts, asked)),
    asks('POST /me/totp', confirmed, (asked) => beginTotp(parts, asked)),
    asks('POST /me/totp/confirm', needs, (asked) => finishTotp(parts, asked)),
    asks('DELETE /me/totp', confirmed, (asked) => endTotp(parts, asked)),
    asks('POST /me/passkeys/options', confirmed, async ({ account }) =>
      ok(await passkeyOptions(parts, account)),
    ),
    asks('POST /me/passkeys', needs, (asked) => keepPasskey(parts, asked)),
    asks('DELETE /me/passkeys/:id', confirmed, (asked) => endPasskey(parts, asked)),
    asks('GET /me/push', needs, async () => ok({ key: parts.pushKey ?? null })),
    asks('PUT /me/push', needs, (asked) => keepPush(parts, asked)),
    asks('DELETE /me/push', needs, async (asked) => {
      await parts.pushes.removeAll(asked.me);
      return done;
    }),
  ];
}

async function me(parts: StaffParts, { account, session, me: id }: Asked): Promise<HttpResponse> {
  const [passkeys, devices, pushes] = await Promise.all([
    parts.passkeys.list(id),
    parts.sessions.list(id),
    parts.pushes.list(id),
  ]);
  return ok({
    member: memberView(account),
    totp: account.totpSecret !== null,
    passkeys: passkeys.map(passkeyView),
    devices: devices.map((device) => deviceView(device, session.id)),
    push: pushes.length > 0,
  });
}

const Changes = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  email: z.email().max(200).nullable().optional(),
  sound: z.boolean().optional(),
});

async function change(parts: StaffParts, { me: id, request }: Asked): Promise<HttpResponse> {
  const { name, email, sound } = bodyOf(Changes, request);
  await parts.accounts.update(id, {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(sound === undefined ? {} : { sound }),
  });
  const account = await parts.accounts.byId(id);
  if (account === undefined) throw notFound();
  return ok(memberView(account));
}

async function endDevice(parts: StaffParts, { me: id, request }: Asked): Promise<HttpResponse> {
  const device = z.uuid().safeParse(request.params['id']);
  if (!device.success || !(await parts.sessions.remove(id, device.data))) throw notFound();
  await record(parts, { by: id, action: 'session.close', id });
  return done;
}

async function changePassword(
  parts: StaffParts,
  { me: id, account, session, request }: Asked,
): Promise<HttpResponse> {
  const { current, next } = bodyOf(
    z.strictObject({ current: z.string().max(1000), next: z.string().max(1000) }),
    request,
  );
  if (!(await parts.mayTry('confirm', id))) return fault(429, 'request.too-many');
  if (!(await verifyPassword(current, account.passwordHash))) return fault(401, 'wrong-credentials');
  const weak = passwordFault(next, account.username);
  if (weak !== undefined) return fault(400, `password-${weak}`);
  await parts.accounts.update(id, { passwordHash: await hashPassword(next) });
  await parts.sessions.removeAll(id, session.id);
  await record(parts, { by: id, action: 'account.password', id });
  return done;
}

const enrolmentLife = 10 * 60_000;

/** The secret counts only once a code of it was shown; until then it waits under the session's own name. */
async function beginTotp(parts: StaffParts, { account, session }: Asked): Promise<HttpResponse> {
  const secret = newTotpSecret();
  await parts.challenges.remove(session.id);
  const expiresAt = new Date(parts.now().getTime() + enrolmentLife);
  await parts.challenges.add({
    id: session.id,
    kind: 'totp-new',
    staffId: account.id,
    challenge: secret,
    expiresAt,
  });
  return ok(totpEnrolment(secret, account.username));
}

async function finishTotp(parts: StaffParts, { me: id, session, request }: Asked): Promise<HttpResponse> {
  const { code } = bodyOf(z.strictObject({ code: z.string().max(10) }), request);
  const waiting = await parts.challenges.try(session.id, 'totp-new', parts.now());
  const step = waiting === undefined ? undefined : totpStepOf(waiting.challenge, code, parts.now());
  if (waiting === undefined || step === undefined) return fault(401, 'wrong-code');
  await parts.challenges.remove(session.id);
  await parts.accounts.update(id, { totpSecret: waiting.challenge, totpStep: step });
  await record(parts, { by: id, action: 'account.totp-on', id });
  return done;
}

async function endTotp(parts: StaffParts, { me: id }: Asked): Promise<HttpResponse> {
  await parts.accounts.update(id, { totpSecret: null });
  await record(parts, { by: id, action: 'account.totp-off', id });
  return done;
}

const NewPasskey = z.strictObject({
  challengeId: z.uuid(),
  response: BrowserResponse,
  name: z.string().trim().min(1).max(60),
});

async function keepPasskey(parts: StaffParts, { me: id, account, request }: Asked): Promise<HttpResponse> {
  const passkey = await addPasskey(parts, account, bodyOf(NewPasskey, request));
  if (passkey === undefined) return fault(401, 'wrong-credentials');
  await record(parts, { by: id, action: 'account.passkey-on', id });
  return ok(passkeyView(passkey));
}

async function endPasskey(parts: StaffParts, { me: id, request }: Asked): Promise<HttpResponse> {
  if (!(await parts.passkeys.remove(id, request.params['id'] ?? ''))) throw notFound();
  await record(parts, { by: id, action: 'account.passkey-off', id });
  return done;
}

/** https://www.w3.org/TR/push-api/#dom-pushsubscriptionjson */
const Subscription = z.looseObject({
  endpoint: z.url({ protocol: /^https$/u }).max(1000),
  keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});

async function keepPush(parts: StaffParts, { me: id, request }: Asked): Promise<HttpResponse> {
  const { subscription } = bodyOf(z.strictObject({ subscription: Subscription }), request);
  const { endpoint, keys } = subscription;
  await parts.pushes.put(id, endpoint, JSON.stringify({ endpoint, keys }), parts.now());
  return done;
}
