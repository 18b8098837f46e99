import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { StaffId } from '../../domain/ids.ts';
import { Role } from '../../domain/staff.ts';
import type { Tables } from './schema.ts';
import type { StaffSessionTable } from './staff-schema.ts';

export interface StoredSession {
  readonly id: string;
  readonly staffId: StaffId;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly confirmedAt: Date | null;
  readonly secondFactor: boolean;
  readonly device: string;
}

/** Sessions by the hash of their token: a stolen database opens none. */
export function sessionStore(db: Kysely<Tables>) {
  return {
    add: async (session: StoredSession, tokenHash: Buffer): Promise<void> => {
      const { id, staffId, createdAt, lastUsedAt, confirmedAt, secondFactor, device } = session;
      const row = {
        id,
        token_hash: tokenHash,
        staff_id: staffId,
        created_at: createdAt,
        last_used_at: lastUsedAt,
      };
      await db
        .insertInto('staff_session')
        .values({ ...row, confirmed_at: confirmedAt, second_factor: secondFactor, device })
        .execute();
    },
    byToken: async (tokenHash: Buffer) =>
      sessionOf(
        await db
          .selectFrom('staff_session')
          .selectAll()
          .where('token_hash', '=', tokenHash)
          .executeTakeFirst(),
      ),
    byId: async (id: string) =>
      sessionOf(await db.selectFrom('staff_session').selectAll().where('id', '=', id).executeTakeFirst()),
    use: async (id: string, at: Date): Promise<void> => {
      await db.updateTable('staff_session').set({ last_used_at: at }).where('id', '=', id).execute();
    },
    confirm: async (id: string, at: Date): Promise<void> => {
      await db.updateTable('staff_session').set({ confirmed_at: at }).where('id', '=', id).execute();
    },
    list: async (staffId: StaffId): Promise<readonly StoredSession[]> => {
      const rows = await db
        .selectFrom('staff_session')
        .selectAll()
        .where('staff_id', '=', staffId)
        .orderBy('last_used_at', 'desc')
        .execute();
      return rows.flatMap((row) => sessionOf(row) ?? []);
    },
    remove: async (staffId: StaffId, id: string): Promise<boolean> => {
      const gone = await db
        .deleteFrom('staff_session')
        .where('id', '=', id)
        .where('staff_id', '=', staffId)
        .returning('id')
        .executeTakeFirst();
      return gone !== undefined;
    },
    removeAll: async (staffId: StaffId, except?: string): Promise<void> => {
      const all = db.deleteFrom('staff_session').where('staff_id', '=', staffId);
      await (except === undefined ? all : all.where('id', '!=', except)).execute();
    },
    prune: async (unusedSince: Date): Promise<void> => {
      await db.deleteFrom('staff_session').where('last_used_at', '<', unusedSince).execute();
    },
  };
}

function sessionOf(row: Selectable<StaffSessionTable> | undefined): StoredSession | undefined {
  if (row === undefined) return undefined;
  return {
    id: row.id,
    staffId: StaffId.parse(row.staff_id),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    confirmedAt: row.confirmed_at,
    secondFactor: row.second_factor,
    device: row.device,
  };
}

const LinkKind = z.enum(['first', 'invitation', 'reset']);
const Roles = z.array(Role);

/** One-time links, by the hash of their token. */
export function linkStore(db: Kysely<Tables>) {
  return {
    add: async (
      link: {
        kind: 'first' | 'invitation' | 'reset';
        roles: readonly Role[];
        name: string | null;
        expiresAt: Date;
      },
      tokenHash: Buffer,
      at: Date,
    ): Promise<void> => {
      if (link.kind === 'first')
        await db.deleteFrom('staff_link').where('kind', '=', 'first').where('used_at', 'is', null).execute();
      const row = {
        token_hash: tokenHash,
        kind: link.kind,
        roles: JSON.stringify(link.roles),
        name: link.name,
      };
      await db
        .insertInto('staff_link')
        .values({ ...row, created_at: at, expires_at: link.expiresAt })
        .execute();
    },
    find: async (tokenHash: Buffer, now: Date) => {
      const row = await db
        .selectFrom('staff_link')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        kind: LinkKind.parse(row.kind),
        roles: Roles.parse(JSON.parse(row.roles)),
        name: row.name,
        expiresAt: row.expires_at,
      };
    },
    use: async (tokenHash: Buffer, now: Date): Promise<boolean> => {
      const used = await db
        .updateTable('staff_link')
        .set({ used_at: now })
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('kind')
        .executeTakeFirst();
      return used !== undefined;
    },
  };
}

const ChallengeKind = z.enum(['sign-in', 'passkey-sign-in', 'passkey-new', 'totp-new']);
type ChallengeKind = z.infer<typeof ChallengeKind>;
const mostTries = 5;

export function challengeStore(db: Kysely<Tables>) {
  return {
    add: async (added: {
      id: string;
      kind: ChallengeKind;
      staffId: StaffId | null;
      challenge: string;
      expiresAt: Date;
    }): Promise<void> => {
      const { id, kind, staffId, challenge, expiresAt } = added;
      await db
        .deleteFrom('staff_challenge')
        .where('expires_at', '<', new Date(expiresAt.getTime() - 3_600_000))
        .execute();
      await db
        .insertInto('staff_challenge')
        .values({ id, kind, staff_id: staffId, challenge, expires_at: expiresAt })
        .execute();
    },
    try: async (id: string, kind: ChallengeKind, now: Date) => {
      const row = await db
        .updateTable('staff_challenge')
        .set((eb) => ({ tries: eb('tries', '+', 1) }))
        .where('id', '=', id)
        .where('kind', '=', kind)
        .where('expires_at', '>', now)
        .where('tries', '<', mostTries)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const staffId = row.staff_id === null ? null : StaffId.parse(row.staff_id);
      return { id, kind, staffId, challenge: row.challenge, expiresAt: row.expires_at };
    },
    remove: async (id: string): Promise<void> => {
      await db.deleteFrom('staff_challenge').where('id', '=', id).execute();
    },
  };
}
