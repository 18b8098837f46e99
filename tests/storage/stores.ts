import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AttachmentStore,
  ConversationStore,
  OpenConversation,
  Outbox,
  ReportStore,
} from '../../src/conversations/ports.ts';
import { TurnDraft } from '../../src/conversations/turn-draft.ts';
import { ReportId } from '../../src/domain/ids.ts';
import type { Content, Incoming } from '../../src/domain/message.ts';
import type { Report } from '../../src/domain/report.ts';
import { inspect } from '../../src/storage/files/intake.ts';
import { type SealedFiles, sealedFilesIn } from '../../src/storage/files/sealed-files.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { attachmentStore } from '../../src/storage/postgres/attachments.ts';
import { conversationStore } from '../../src/storage/postgres/conversations.ts';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { outbox } from '../../src/storage/postgres/outbox.ts';
import { reportStore } from '../../src/storage/postgres/reports.ts';
import { newKeyring, parseKeyring } from '../../src/storage/vault/keyring.ts';
import { Vault } from '../../src/storage/vault/vault.ts';
import { newDatabaseDir } from '../helpers/data-dir.ts';
import { newPostgresDatabase } from '../helpers/postgres.ts';

export const now = new Date('2026-11-24T14:03:27.481Z');

export interface TestStores {
  readonly conversations: ConversationStore;
  readonly reports: ReportStore;
  close(): Promise<void>;
}

export interface SqlStores extends TestStores {
  readonly database: Database;
  readonly vault: Vault;
  readonly keyring: string;
  readonly files: SealedFiles;
  readonly attachments: AttachmentStore;
  readonly outbox: Outbox;
  readonly dataDir: string;
}

export async function memoryStores(): Promise<TestStores> {
  const store = new MemoryStore();
  return { conversations: store.conversations, reports: store.reportStore, close: async () => undefined };
}

export async function pgliteStores(): Promise<SqlStores> {
  const dataDir = await newDatabaseDir();
  return sqlStores(await openDatabase({ dataDir }), dataDir);
}

export async function postgresStores(): Promise<SqlStores> {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-'));
  return sqlStores(await openDatabase({ url: await newPostgresDatabase(), connections: 8 }), dataDir);
}

function sqlStores(database: Database, dataDir: string): SqlStores {
  const keyring = newKeyring(now);
  const vault = new Vault(parseKeyring(keyring));
  const files = sealedFilesIn(join(dataDir, 'files'));
  const { db } = database;
  return {
    database,
    vault,
    keyring,
    files,
    dataDir,
    conversations: conversationStore(db, vault),
    reports: reportStore(db, vault),
    attachments: attachmentStore({ db, vault, files, inspect }),
    outbox: outbox(db, vault),
    close: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function anEvent(
  senderId: string,
  content: Content | string,
  changes: Partial<Incoming> = {},
): Incoming {
  return {
    channel: 'directline',
    senderId,
    externalId: randomUUID(),
    occurredAt: now.getTime(),
    content: typeof content === 'string' ? { kind: 'text', text: content } : content,
    ...changes,
  };
}

/** A conversation with one waiting event, opened. */
export async function begun(
  store: TestStores,
  senderId: string = randomUUID(),
  text = 'xin chào',
): Promise<OpenConversation> {
  const { id } = await store.conversations.accept(anEvent(senderId, text), now);
  return reopened(store, id);
}

export async function reopened(store: TestStores, id: OpenConversation['id']): Promise<OpenConversation> {
  const open = await store.conversations.open(id, 20);
  if (open === undefined) throw new Error('there is no such conversation');
  return open;
}

/** A turn that notes what was said and answers each event with one line. */
export function answering(open: OpenConversation, reply = 'Chào bạn'): TurnDraft {
  const draft = new TurnDraft(open, now);
  for (const { inboxId, content } of open.pending) {
    draft.answered.push(inboxId);
    draft.add({ author: 'person', at: now, body: { kind: 'said', content } });
    draft.say({ message: { key: 'test.say', text: reply, buttons: [], expects: 'nothing' }, secret: false });
  }
  return draft;
}

export function aReport(text: string, changes: Partial<Report> = {}): Report {
  return {
    id: ReportId.parse(randomUUID()),
    state: 'draft',
    urgency: 'soon',
    redUnfinished: false,
    flow: 'report-self',
    flowHash: 'hash',
    firstReceivedAt: new Date('2026-11-24T14:03:00Z'),
    updatedAt: now,
    submittedAt: null,
    version: 1,
    content: { answers: { what: { kind: 'text', said: text } }, additions: [], staffAnswers: [] },
    ...changes,
  };
}
