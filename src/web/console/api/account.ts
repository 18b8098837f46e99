import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';
import { z } from 'zod';
import { at, call, nothing } from './call.ts';

export const Role = z.enum(['counsellor', 'supervisor', 'analyst', 'administrator']);
export type Role = z.infer<typeof Role>;
export const Skill = z.enum(['child', 'adult', 'sexual-abuse', 'dialect']);
export type Skill = z.infer<typeof Skill>;
export const Presence = z.enum(['present', 'break', 'away']);
export type Presence = z.infer<typeof Presence>;

export const Member = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(Role),
  skills: z.array(Skill),
  capacity: z.number(),
  active: z.boolean(),
  presence: Presence,
  sound: z.boolean(),
  lastSeenAt: z.string().nullable(),
});
export type Member = z.infer<typeof Member>;

const Session = z.object({
  member: Member,
  permissions: z.array(z.string()),
  secondFactor: z.boolean(),
  confirmedUntil: z.string().nullable(),
  endsAt: z.string(),
  idleEndsAt: z.string(),
});
export type Session = z.infer<typeof Session>;

const SignedIn = z.object({ kind: z.literal('signed-in') });
const SignIn = z.discriminatedUnion('kind', [
  SignedIn,
  z.object({
    kind: z.literal('second-factor'),
    ticket: z.string(),
    ways: z.array(z.enum(['totp', 'passkey'])),
  }),
]);
export type SignIn = z.infer<typeof SignIn>;

const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
const Device = z.object({
  id: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  device: z.string(),
  current: z.boolean(),
});
const Me = z.object({
  member: Member,
  totp: z.boolean(),
  passkeys: z.array(Passkey),
  devices: z.array(Device),
  push: z.boolean(),
});
export type Me = z.infer<typeof Me>;

const Setup = z.object({
  kind: z.enum(['first', 'invitation']),
  roles: z.array(Role),
  name: z.string().nullable(),
});

// The options are the platform's own shape: @simplewebauthn/browser hands them on to the browser as they are.
const options = <T>() =>
  z.object({
    challengeId: z.string(),
    options: z.custom<T>((value) => typeof value === 'object' && value !== null),
  });

export const account = {
  session: () => call('GET', '/session', Session),
  signIn: (username: string, password: string) => call('POST', '/sign-in', SignIn, { username, password }),
  signInCode: (ticket: string, code: string) => call('POST', '/sign-in/totp', SignedIn, { ticket, code }),
  passkeyOptions: () =>
    call('POST', '/sign-in/passkey/options', options<PublicKeyCredentialRequestOptionsJSON>(), {}),
  passkey: (challengeId: string, response: AuthenticationResponseJSON) =>
    call('POST', '/sign-in/passkey', SignedIn, { challengeId, response }),
  signOut: () => call('POST', '/sign-out', nothing),
  signOutEverywhere: () => call('POST', '/sign-out/everywhere', nothing),
  confirm: (proof: { readonly password: string } | { readonly code: string }) =>
    call('POST', '/confirm', z.object({ confirmedUntil: z.string() }), proof),
  setup: (token: string) => call('GET', `/setup?token=${at(token)}`, Setup),
  setUp: (form: {
    readonly token: string;
    readonly username: string;
    readonly name: string;
    readonly password: string;
  }) => call('POST', '/setup', SignedIn, form),
};

export const me = {
  get: () => call('GET', '/me', Me),
  change: (change: { readonly name?: string; readonly email?: string | null; readonly sound?: boolean }) =>
    call('PATCH', '/me', Member, change),
  endDevice: (id: string) => call('DELETE', `/me/devices/${at(id)}`, nothing),
  password: (current: string, next: string) => call('POST', '/me/password', nothing, { current, next }),
  totp: () => call('POST', '/me/totp', z.object({ secret: z.string(), uri: z.string(), qr: z.string() })),
  confirmTotp: (code: string) => call('POST', '/me/totp/confirm', nothing, { code }),
  endTotp: () => call('DELETE', '/me/totp', nothing),
  passkeyOptions: () =>
    call('POST', '/me/passkeys/options', options<PublicKeyCredentialCreationOptionsJSON>(), {}),
  addPasskey: (challengeId: string, response: RegistrationResponseJSON, name: string) =>
    call('POST', '/me/passkeys', Passkey, { challengeId, response, name }),
  endPasskey: (id: string) => call('DELETE', `/me/passkeys/${at(id)}`, nothing),
  pushKey: () => call('GET', '/me/push', z.object({ key: z.string().nullable() })),
  push: (subscription: PushSubscriptionJSON) => call('PUT', '/me/push', nothing, { subscription }),
  endPush: () => call('DELETE', '/me/push', nothing),
};
