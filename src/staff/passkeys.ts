import { randomUUID } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { AccountParts } from './accounts.ts';
import type { Account, Passkey } from './ports.ts';

const challengeLife = 5 * 60_000;
const rpName = 'Bao ve tre em Hung Yen';

/** Checked in depth by the library; here only that it has the shape the library expects. */
export const BrowserResponse = z.looseObject({
  id: z.string().max(2000),
  rawId: z.string(),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string() }),
  clientExtensionResults: z.looseObject({}),
});
export type BrowserResponse = z.infer<typeof BrowserResponse>;

/** Options for making a passkey that can sign in on its own. */
export async function passkeyOptions(parts: AccountParts, account: Account) {
  const known = await parts.passkeys.list(account.id);
  const options = await generateRegistrationOptions({
    rpName,
    rpID: parts.publicUrl.hostname,
    userName: account.username,
    userDisplayName: account.name,
    userID: new Uint8Array(Buffer.from(account.id)),
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return {
    challengeId: await keep(parts, { kind: 'passkey-new', account, challenge: options.challenge }),
    options,
  };
}

export async function addPasskey(
  parts: AccountParts,
  account: Account,
  given: { readonly challengeId: string; readonly response: BrowserResponse; readonly name: string },
): Promise<Passkey | undefined> {
  const challenge = await parts.challenges.try(given.challengeId, 'passkey-new', parts.now());
  if (challenge === undefined || challenge.staffId !== account.id) return undefined;
  await parts.challenges.remove(challenge.id);
  const verified = await quietly(() =>
    verifyRegistrationResponse({
      // The library checks every part of it.
      response: given.response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge.challenge,
      expectedOrigin: parts.publicUrl.origin,
      expectedRPID: parts.publicUrl.hostname,
    }),
  );
  if (verified === undefined || !verified.verified) return undefined;
  const { credential } = verified.registrationInfo;
  const passkey: Passkey = {
    id: credential.id,
    staffId: account.id,
    publicKey: new Uint8Array(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: given.name,
    createdAt: parts.now(),
    lastUsedAt: null,
  };
  await parts.passkeys.add(passkey);
  return passkey;
}

/** Options for signing in with whichever passkey the browser has for us. */
export async function signInOptions(parts: AccountParts) {
  const options = await generateAuthenticationOptions({
    rpID: parts.publicUrl.hostname,
    userVerification: 'required',
  });
  return {
    challengeId: await keep(parts, { kind: 'passkey-sign-in', challenge: options.challenge }),
    options,
  };
}

export async function checkPasskey(
  parts: AccountParts,
  given: { readonly challengeId: string; readonly response: BrowserResponse },
): Promise<Account | undefined> {
  const challenge = await parts.challenges.try(given.challengeId, 'passkey-sign-in', parts.now());
  const passkey = await parts.passkeys.byId(given.response.id);
  if (challenge === undefined || passkey === undefined) return undefined;
  await parts.challenges.remove(challenge.id);
  const verified = await quietly(() =>
    verifyAuthenticationResponse({
      // The library checks every part of it.
      response: given.response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge.challenge,
      expectedOrigin: parts.publicUrl.origin,
      expectedRPID: parts.publicUrl.hostname,
      credential: {
        id: passkey.id,
        publicKey: passkey.publicKey,
        counter: passkey.counter,
        transports: passkey.transports as AuthenticatorTransport[],
      },
    }),
  );
  if (verified === undefined || !verified.verified) return undefined;
  await parts.passkeys.used(passkey.id, verified.authenticationInfo.newCounter, parts.now());
  const account = await parts.accounts.byId(passkey.staffId);
  return account?.active === true ? account : undefined;
}

async function keep(
  parts: AccountParts,
  what: {
    readonly kind: 'passkey-new' | 'passkey-sign-in';
    readonly account?: Account;
    readonly challenge: string;
  },
): Promise<string> {
  const id = randomUUID();
  const expiresAt = new Date(parts.now().getTime() + challengeLife);
  await parts.challenges.add({
    id,
    kind: what.kind,
    staffId: what.account?.id ?? null,
    challenge: what.challenge,
    expiresAt,
  });
  return id;
}

/** The library throws on a response that does not fit; to us that is an expected outcome. */
async function quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
