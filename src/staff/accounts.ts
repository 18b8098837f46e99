import { randomBytes, randomUUID } from 'node:crypto';
import { StaffId } from '../domain/ids.ts';
import type { Role } from '../domain/staff.ts';
import { hashPassword, nobodysHash, passwordFault, verifyPassword } from './passwords.ts';
import type { Account, AuditLog, StaffStores } from './ports.ts';
import { hashToken } from './session.ts';
import { totpStepOf } from './totp.ts';

export const invitationLife = 7 * 86_400_000;
const firstLinkLife = 7 * 86_400_000;
const ticketLife = 5 * 60_000;

export interface AccountParts extends StaffStores {
  readonly audit: AuditLog;
  readonly publicUrl: URL;
  readonly now: () => Date;
}

/**
 * The one-time link that makes the first administrator; none when there is an active administrator. A new
 * link replaces the one before.
 */
export async function firstAccountLink(parts: AccountParts): Promise<string | undefined> {
  const members = await parts.accounts.list();
  if (members.some(({ active, roles }) => active && roles.includes('administrator'))) return undefined;
  // The first account can also do the work, so that a small centre needs no second one to begin.
  return addLink(parts, {
    kind: 'first',
    roles: ['administrator', 'supervisor', 'counsellor'],
    name: null,
    life: firstLinkLife,
  });
}

interface NewLink {
  readonly kind: 'first' | 'invitation' | 'reset';
  readonly roles: readonly Role[];
  readonly name: string | null;
  readonly life: number;
}

/** The token stands behind the #, which browsers do not send: it stays out of logs. */
export async function addLink(parts: AccountParts, { life, ...link }: NewLink): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const now = parts.now();
  await parts.links.add({ ...link, expiresAt: new Date(now.getTime() + life) }, hashToken(token), now);
  return new URL(`/console/setup#${token}`, parts.publicUrl).href;
}

export type SetUp =
  | { readonly kind: 'created'; readonly id: StaffId }
  | { readonly kind: 'link-used' | 'username-taken' | 'too-short' | 'too-plain' };

export interface SetUpForm {
  readonly token: string;
  readonly username: string;
  readonly name: string;
  readonly password: string;
}

export async function setUp(parts: AccountParts, form: SetUpForm): Promise<SetUp> {
  const weak = passwordFault(form.password, form.username);
  if (weak !== undefined) return { kind: weak };
  const hash = hashToken(form.token);
  const link = await parts.links.find(hash, parts.now());
  if (link === undefined) return { kind: 'link-used' };
  if (link.kind === 'reset') return reset(parts, hash, form);
  if ((await parts.accounts.byUsername(form.username)) !== undefined) return { kind: 'username-taken' };
  const passwordHash = await hashPassword(form.password);
  if (!(await parts.links.use(hash, parts.now()))) return { kind: 'link-used' };
  const id = StaffId.parse(randomUUID());
  const { username, name } = form;
  const created = await parts.accounts.create({
    id,
    username,
    name,
    roles: link.roles,
    passwordHash,
    at: parts.now(),
  });
  if (created === 'username-taken') return { kind: 'username-taken' };
  await record(parts, { by: id, action: `account.create-${link.kind}`, id });
  return { kind: 'created', id };
}

/** A new password by a link that an administrator gave at the terminal; the second factor is set up anew. */
async function reset(parts: AccountParts, hash: Buffer, form: SetUpForm): Promise<SetUp> {
  const account = await parts.accounts.byUsername(form.username);
  const link = await parts.links.find(hash, parts.now());
  if (account === undefined || link?.name !== form.username || !(await parts.links.use(hash, parts.now())))
    return { kind: 'link-used' };
  await parts.accounts.update(account.id, {
    passwordHash: await hashPassword(form.password),
    totpSecret: null,
    active: true,
  });
  await parts.sessions.removeAll(account.id);
  await record(parts, { by: account.id, action: 'account.reset', id: account.id });
  return { kind: 'created', id: account.id };
}

export type Recognised =
  | { readonly kind: 'known'; readonly account: Account }
  | {
      readonly kind: 'second-factor';
      readonly ticket: string;
      readonly ways: readonly ('totp' | 'passkey')[];
    }
  | { readonly kind: 'wrong' };

/** Takes the same time for unknown names, wrong passwords and closed accounts. */
export async function checkPassword(
  parts: AccountParts,
  username: string,
  password: string,
): Promise<Recognised> {
  const account = await parts.accounts.byUsername(username);
  const matches = await verifyPassword(password, account?.passwordHash ?? (await nobodysHash));
  if (account === undefined || !matches || !account.active) {
    if (account !== undefined)
      await record(parts, { by: null, action: 'session.wrong-password', id: account.id });
    return { kind: 'wrong' };
  }
  const passkeys = await parts.passkeys.list(account.id);
  const ways = [
    ...(account.totpSecret === null ? [] : ['totp' as const]),
    ...(passkeys.length === 0 ? [] : ['passkey' as const]),
  ];
  if (ways.length === 0) return { kind: 'known', account };
  const ticket = randomUUID();
  const expiresAt = new Date(parts.now().getTime() + ticketLife);
  await parts.challenges.add({ id: ticket, kind: 'sign-in', staffId: account.id, challenge: '', expiresAt });
  return { kind: 'second-factor', ticket, ways };
}

/** The second half of a sign-in; five tries a ticket. */
export async function checkTicket(
  parts: AccountParts,
  ticket: string,
  code: string,
): Promise<Account | undefined> {
  const challenge = await parts.challenges.try(ticket, 'sign-in', parts.now());
  if (challenge?.staffId === undefined || challenge.staffId === null) return undefined;
  const account = await parts.accounts.byId(challenge.staffId);
  if (account === undefined || !account.active || !(await acceptCode(parts, account, code))) return undefined;
  await parts.challenges.remove(ticket);
  return account;
}

/** A code is good once: the same one seen over a shoulder opens nothing. */
export async function acceptCode(parts: AccountParts, account: Account, code: string): Promise<boolean> {
  if (account.totpSecret === null) return false;
  const step = totpStepOf(account.totpSecret, code, parts.now());
  return step !== undefined && (await parts.accounts.spendTotpStep(account.id, step));
}

export async function record(
  parts: Pick<AccountParts, 'audit' | 'now'>,
  entry: {
    readonly by: StaffId | null;
    readonly action: string;
    readonly id: string;
    readonly reason?: string;
  },
): Promise<void> {
  const { by, action, id, reason } = entry;
  await parts.audit.append([
    {
      at: parts.now(),
      by,
      action,
      subject: { kind: 'member', id },
      ...(reason === undefined ? {} : { reason }),
    },
  ]);
}
