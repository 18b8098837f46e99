import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { StaffId } from '../../domain/ids.ts';
import { Presence, Role, Skill, type StaffMember } from '../../domain/staff.ts';
import { type DataKey, dataKeyOf, type Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';
import type { StaffTable } from './staff-schema.ts';

const Roles = z.array(Role);
const Skills = z.array(Skill);

interface Proofs {
  readonly passwordHash: string;
  readonly totpSecret: string | null;
  readonly totpStep: number;
}
type Patch = Partial<
  Omit<StaffMember, 'id' | 'username' | 'lastSeenAt'> & Proofs & { readonly lastSeenAt: Date }
>;

/** The accounts of staff. Passwords come hashed; TOTP secrets are sealed under a key of the ring. */
export function accountStore(db: Kysely<Tables>, vault: Vault) {
  const key = staffKey(vault);
  return {
    create: async (account: {
      id: StaffId;
      username: string;
      name: string;
      roles: readonly Role[];
      passwordHash: string;
      at: Date;
    }) => {
      const { id, username, name, at } = account;
      const row = {
        id,
        username,
        name,
        roles: JSON.stringify(account.roles),
        password_hash: account.passwordHash,
        created_at: at,
      };
      const written = await db
        .insertInto('staff')
        .values(row)
        .onConflict((conflict) => conflict.column('username').doNothing())
        .returning('id')
        .executeTakeFirst();
      return written === undefined ? ('username-taken' as const) : ('created' as const);
    },
    byId: async (id: StaffId) =>
      accountOf(vault, key, await db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst()),
    byUsername: async (username: string) =>
      accountOf(
        vault,
        key,
        await db.selectFrom('staff').selectAll().where('username', '=', username).executeTakeFirst(),
      ),
    list: async (): Promise<readonly StaffMember[]> =>
      (await db.selectFrom('staff').selectAll().orderBy('name').execute()).map(memberOf),
    update: (id: StaffId, patch: Patch) => update(db, { vault, key, id }, patch),
    spendTotpStep: async (id: StaffId, step: number) => {
      const row = await db
        .updateTable('staff')
        .set({ totp_step: step })
        .where('id', '=', id)
        .where('totp_step', '<', step)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    seen: async (id: StaffId, at: Date) => {
      await db.updateTable('staff').set({ last_seen_at: at }).where('id', '=', id).execute();
    },
    markGone: async (before: Date) => {
      const rows = await db
        .updateTable('staff')
        .set({ presence: 'away' })
        .where('presence', '!=', 'away')
        .where((eb) => eb.or([eb('last_seen_at', '<', before), eb('last_seen_at', 'is', null)]))
        .returning('id')
        .execute();
      return rows.map((row) => StaffId.parse(row.id));
    },
  };
}

/** Secrets of staff are sealed under this key, which is derived from the ring and never stored. */
export function staffKey(vault: Vault): DataKey {
  return dataKeyOf('00000000-0000-4000-8000-0000000057af', vault.derive('staff-secrets'));
}

export function memberOf(row: Selectable<StaffTable>): StaffMember {
  return {
    id: StaffId.parse(row.id),
    username: row.username,
    name: row.name,
    email: row.email,
    roles: Roles.parse(JSON.parse(row.roles)),
    skills: Skills.parse(JSON.parse(row.skills)),
    capacity: row.capacity,
    active: row.active,
    presence: Presence.parse(row.presence),
    sound: row.sound,
    lastSeenAt: row.last_seen_at,
  };
}

function accountOf(
  vault: Vault,
  key: DataKey,
  row: Selectable<StaffTable> | undefined,
): (StaffMember & Proofs) | undefined {
  if (row === undefined) return undefined;
  const sealed = row.totp_sealed;
  const totpSecret = sealed === null ? null : vault.open(key, `totp:${row.id}`, sealed).toString('utf8');
  return { ...memberOf(row), passwordHash: row.password_hash, totpSecret, totpStep: Number(row.totp_step) };
}

async function update(
  db: Kysely<Tables>,
  at: { readonly vault: Vault; readonly key: DataKey; readonly id: StaffId },
  patch: Patch,
): Promise<void> {
  const { totpSecret: secret } = patch;
  const set = {
    name: patch.name,
    email: patch.email,
    roles: patch.roles === undefined ? undefined : JSON.stringify(patch.roles),
    skills: patch.skills === undefined ? undefined : JSON.stringify(patch.skills),
    capacity: patch.capacity,
    active: patch.active,
    presence: patch.presence,
    sound: patch.sound,
    last_seen_at: patch.lastSeenAt,
    password_hash: patch.passwordHash,
    totp_step: patch.totpStep,
    totp_sealed:
      secret === undefined
        ? undefined
        : secret === null
          ? null
          : at.vault.seal(at.key, `totp:${at.id}`, secret),
  };
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return;
  await db.updateTable('staff').set(given).where('id', '=', at.id).execute();
}

/** How many active administrators there are besides `id`: the last one is never locked out. */
export async function otherAdministrators(db: Kysely<Tables>, id: StaffId): Promise<number> {
  const row = await db
    .selectFrom('staff')
    .select(sql<string>`count(*)`.as('count'))
    .where('active', '=', true)
    .where('roles', 'like', '%"administrator"%')
    .where('id', '!=', id)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
