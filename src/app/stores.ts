import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, keyFile } from '../config.ts';
import type {
  AttachmentStore,
  ConversationStore,
  Hops,
  Lock,
  Outbox,
  ReportStore,
  Signals,
} from '../conversations/ports.ts';
import { OperationalError } from '../domain/errors.ts';
import { holdFolder } from '../storage/files/folder-lock.ts';
import { inspect } from '../storage/files/intake.ts';
import { type SealedFiles, sealedFilesIn } from '../storage/files/sealed-files.ts';
import { memoryLock } from '../storage/memory/lock.ts';
import { memorySignals } from '../storage/memory/signals.ts';
import { attachmentStore } from '../storage/postgres/attachments.ts';
import { conversationStore } from '../storage/postgres/conversations.ts';
import { type Database, openDatabase } from '../storage/postgres/database.ts';
import { hopStore } from '../storage/postgres/hops.ts';
import { joinedOutbox } from '../storage/postgres/joined-outbox.ts';
import { kekIdsInUse } from '../storage/postgres/keys.ts';
import { outbox } from '../storage/postgres/outbox.ts';
import { reportStore } from '../storage/postgres/reports.ts';
import { type LimitRules, limiter, type MayAsk } from '../storage/redis/limiter.ts';
import { openRedis } from '../storage/redis/redis.ts';
import { type Keyring, parseKeyring } from '../storage/vault/keyring.ts';
import { loadKeyring } from '../storage/vault/keyring-file.ts';
import { Vault } from '../storage/vault/vault.ts';

/** Everything that keeps: database, keys, files, locks. */
export interface Stores {
  readonly database: Database;
  readonly vault: Vault;
  readonly files: SealedFiles;
  readonly conversations: ConversationStore;
  readonly reports: ReportStore;
  readonly attachments: AttachmentStore;
  readonly outbox: Outbox;
  readonly hops: Hops;
  readonly lock: Lock;
  readonly signals: Signals;
  /** Counts over all processes where there is a Redis. */
  readonly limiter: <Kind extends string>(rules: LimitRules<Kind>) => MayAsk<Kind>;
  close(): Promise<void>;
}

export async function openStores(config: Config, now: Date): Promise<Stores> {
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 });
  const ring = config.KEY === undefined ? await loadKeyring(keyFile(config), now) : parseKeyring(config.KEY);
  const vault = new Vault(ring);
  const { database, release } = await openOnly(config);
  await refuseUnknownKeys(database, ring);
  const redis = config.REDIS_URL === undefined ? undefined : await openRedis(config.REDIS_URL);
  const files = sealedFilesIn(join(config.DATA_DIR, 'files'));
  const { db } = database;
  return {
    database,
    vault,
    files,
    conversations: conversationStore(db, vault),
    reports: reportStore(db, vault),
    attachments: attachmentStore({ db, vault, files, inspect }),
    hops: hopStore(db, vault),
    outbox: joinedOutbox(outbox(db, vault), { db, vault, channels: new Set(['zalo']) }),
    lock: redis?.lock ?? memoryLock(),
    signals: redis?.signals ?? memorySignals(),
    limiter: (rules) =>
      limiter(
        { redis: redis?.client, hash: (key) => vault.lookup('token', key).toString('base64url') },
        rules,
      ),
    close: async () => {
      await redis?.close();
      await database.close();
      await release();
    },
  };
}

/** An embedded database is opened by one process at a time: a second one would destroy it. */
async function openOnly(config: Config): Promise<{ database: Database; release: () => Promise<void> }> {
  if (config.DATABASE_URL !== undefined) {
    const { DATABASE_URL: url, DATABASE_CONNECTIONS: connections } = config;
    return { database: await openDatabase({ url, connections }), release: async () => undefined };
  }
  const release = await holdFolder(config.DATA_DIR);
  if (release === undefined) throw new OperationalError('storage.in-use', { retryable: true });
  return { database: await openDatabase({ dataDir: config.DATA_DIR }), release };
}

/** A lost or mistaken key ring is told at the start, not by every conversation that cannot be opened. */
async function refuseUnknownKeys(database: Database, ring: Keyring): Promise<void> {
  const unknown = (await kekIdsInUse(database.db)).filter((id) => !ring.keys.has(id));
  if (unknown.length === 0) return;
  await database.close();
  throw new OperationalError('key.missing', { retryable: false });
}
