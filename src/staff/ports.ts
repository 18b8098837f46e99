import type { AuditCheck, AuditEntry, NewAudit } from '../domain/audit.ts';
import type { StaffId } from '../domain/ids.ts';
import type { Role, StaffMember } from '../domain/staff.ts';

/** A member with what proves who they are; never leaves the accounts part. */
export interface Account extends StaffMember {
  readonly passwordHash: string;
  readonly totpSecret: string | null;
  /** The last time step a code was taken for: a code is good once. */
  readonly totpStep: number;
}

export interface NewAccount {
  readonly id: StaffId;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passwordHash: string;
  readonly at: Date;
}

export type AccountPatch = Partial<
  Pick<
    Account,
    | 'name'
    | 'email'
    | 'roles'
    | 'skills'
    | 'capacity'
    | 'active'
    | 'presence'
    | 'sound'
    | 'passwordHash'
    | 'totpSecret'
    | 'totpStep'
  >
> & { readonly lastSeenAt?: Date };

export interface AccountStore {
  create(account: NewAccount): Promise<'created' | 'username-taken'>;
  byId(id: StaffId): Promise<Account | undefined>;
  byUsername(username: string): Promise<Account | undefined>;
  list(): Promise<readonly StaffMember[]>;
  update(id: StaffId, patch: AccountPatch): Promise<void>;
  /** Marks a code's time step as used; false when it was already. */
  spendTotpStep(id: StaffId, step: number): Promise<boolean>;
  /** A sign of life of any of their consoles. */
  seen(id: StaffId, at: Date): Promise<void>;
  /** Members not seen since `before` become away; gives them back. */
  markGone(before: Date): Promise<readonly StaffId[]>;
}

export interface Session {
  readonly id: string;
  readonly staffId: StaffId;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly confirmedAt: Date | null;
  readonly secondFactor: boolean;
  readonly device: string;
}

export interface SessionStore {
  add(session: Session, tokenHash: Buffer): Promise<void>;
  byToken(tokenHash: Buffer): Promise<Session | undefined>;
  byId(id: string): Promise<Session | undefined>;
  use(id: string, at: Date): Promise<void>;
  confirm(id: string, at: Date): Promise<void>;
  list(staffId: StaffId): Promise<readonly Session[]>;
  remove(staffId: StaffId, id: string): Promise<boolean>;
  removeAll(staffId: StaffId, except?: string): Promise<void>;
  prune(unusedSince: Date): Promise<void>;
}

/** A set-up or invitation link; it works once and for a limited time. */
export interface Link {
  readonly kind: 'first' | 'invitation' | 'reset';
  readonly roles: readonly Role[];
  readonly name: string | null;
  readonly expiresAt: Date;
}

export interface LinkStore {
  /** A new `first` link replaces the one before. */
  add(link: Link, tokenHash: Buffer, at: Date): Promise<void>;
  find(tokenHash: Buffer, now: Date): Promise<Link | undefined>;
  /** True for exactly one caller. */
  use(tokenHash: Buffer, now: Date): Promise<boolean>;
}

export interface Challenge {
  readonly id: string;
  readonly kind: 'sign-in' | 'passkey-sign-in' | 'passkey-new' | 'totp-new';
  readonly staffId: StaffId | null;
  readonly challenge: string;
  readonly expiresAt: Date;
}

export interface ChallengeStore {
  add(challenge: Challenge): Promise<void>;
  /** Counts the try and gives the challenge back while it is good; at most five tries. */
  try(id: string, kind: Challenge['kind'], now: Date): Promise<Challenge | undefined>;
  remove(id: string): Promise<void>;
}

export interface Passkey {
  readonly id: string;
  readonly staffId: StaffId;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface PasskeyStore {
  add(passkey: Passkey): Promise<void>;
  byId(id: string): Promise<Passkey | undefined>;
  list(staffId: StaffId): Promise<readonly Passkey[]>;
  used(id: string, counter: number, at: Date): Promise<void>;
  remove(staffId: StaffId, id: string): Promise<boolean>;
}

export interface AuditLog {
  append(entries: readonly NewAudit[]): Promise<void>;
  /** A read: the first is written at once, those of the next minutes together when these are over. */
  read(entry: NewAudit): Promise<void>;
  /** Writes the reads of spans that are over. */
  closeReads(now: Date): Promise<void>;
  list(filter: {
    readonly subject?: string;
    readonly by?: string;
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly AuditEntry[]>;
  verify(): Promise<AuditCheck>;
}

export interface StaffStores {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly links: LinkStore;
  readonly challenges: ChallengeStore;
  readonly passkeys: PasskeyStore;
}
