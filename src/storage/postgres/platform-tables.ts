import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

type Timestamp = Date;

/** The tables of migration 0002; kept beside the first ones, which know nothing of platforms. */
export interface PlatformTables extends Tables {
  platform_token: { account: string; key_id: string; sealed: Uint8Array };
  reply_budget: { conversation_id: string; since: Timestamp; used: number };
}

export function withPlatformTables(db: Kysely<Tables>): Kysely<PlatformTables> {
  return db.withTables<Pick<PlatformTables, 'platform_token' | 'reply_budget'>>();
}
