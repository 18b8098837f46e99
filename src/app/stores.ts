import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, keyFile } from '../config.ts';
import type {
  AttachmentStore,
  ConversationStore,
  Lock,
  Outbox,
  ReportStore,
  Signals,
} from '../conversations/ports.ts';
import { inspect } from '../storage/files/intake.ts';
import { type SealedFiles, sealedFilesIn } from '../storage/files/sealed-files.ts';
import { memoryLock } from '../storage/memory/lock.ts';
import { memorySignals } from '../storage/memory/signals.ts';
import { attachmentStore } from '../storage/postgres/attachments.ts';
import { conversationStore } from '../storage/postgres/conversations.ts';
import { type Database, openDatabase } from '../storage/postgres/database.ts';
import { joinedOutbox } from '../storage/postgres/joined-outbox.ts';
import { outbox } from '../storage/postgres/outbox.ts';
import { reportStore } from '../storage/postgres/reports.ts';
import { openRedis } from '../storage/redis/redis.ts';
import { parseKeyring } from '../storage/vault/keyring.ts';
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
  readonly lock: Lock;
  readonly signals: Signals;
  close(): Promise<void>;
}

export async function openStores(config: Config, now: Date): Promise<Stores> {
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 });
  const ring = config.KEY === undefined ? await loadKeyring(keyFile(config), now) : parseKeyring(config.KEY);
  const vault = new Vault(ring);
  const database = await openDatabase(
    config.DATABASE_URL === undefined
      ? { dataDir: config.DATA_DIR }
      : { url: config.DATABASE_URL, connections: config.DATABASE_CONNECTIONS },
  );
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
    outbox: joinedOutbox(outbox(db, vault), { db, vault, channels: new Set(['zalo']) }),
    lock: redis?.lock ?? memoryLock(),
    signals: redis?.signals ?? memorySignals(),
    close: async () => {
      await redis?.close();
      await database.close();
    },
  };
}
