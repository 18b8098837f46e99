import { randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AttachmentStore, Upload } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { AttachmentId, type ConversationId, DataKeyId } from '../../domain/ids.ts';
import type { Inspected } from '../files/intake.ts';
import type { SealedFiles } from '../files/sealed-files.ts';
import { type DataKey, dataKeyOf, type Vault } from '../vault/vault.ts';
import { findOrBegin } from './begin.ts';
import { toMinute } from './minute.ts';
import type { Tables } from './schema.ts';

export interface AttachmentParts {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly files: SealedFiles;
  readonly inspect: (bytes: Buffer) => Promise<Inspected>;
}

/**
 * Each file has a key of its own, wrapped by the data key of the conversation or report it belongs
 * to: it passes from one to the other without being sealed anew, and goes with its owner's key.
 */
export function attachmentStore(parts: AttachmentParts): AttachmentStore {
  return {
    keep: (upload, now) => keep(parts, upload, now),
    viewOwn: (owner, id) => viewOwn(parts, owner, id),
  };
}

async function keep(parts: AttachmentParts, upload: Upload, now: Date): Promise<AttachmentRef> {
  const { db, vault, inspect } = parts;
  const inspected = await inspect(upload.bytes);
  const { contentType } = inspected;
  const { key: owner } = await findOrBegin(db, vault, { event: upload, now });
  const id = AttachmentId.parse(randomUUID());
  const fileKey = dataKeyOf(id, randomBytes(32));
  await writeBoth(parts, { id, fileKey, upload, inspected });
  await db
    .insertInto('attachment')
    .values({
      id,
      key_id: owner.id,
      wrapped_key: vault.seal(owner, `file:${id}`, fileKey.key.export()),
      kind: contentType.split('/')[0] ?? 'file',
      content_type: contentType,
      bytes: upload.bytes.length,
      created_at: toMinute(now),
    })
    .execute();
  return { id, contentType, size: upload.bytes.length };
}

interface Kept {
  readonly id: AttachmentId;
  readonly fileKey: DataKey;
  readonly upload: Upload;
  readonly inspected: Inspected;
}

/** Both or none: a full disk leaves no half behind. What a crash leaves, the hourly sweep finds. */
async function writeBoth(
  { vault, files }: AttachmentParts,
  { id, fileKey, upload, inspected }: Kept,
): Promise<void> {
  const { view } = inspected;
  try {
    await files.write(`${id}.original`, vault.seal(fileKey, `original:${id}`, upload.bytes));
    if (view !== undefined) await files.write(`${id}.view`, vault.seal(fileKey, `view:${id}`, view.bytes));
  } catch (error) {
    await files.remove(`${id}.original`).catch(() => undefined);
    throw error;
  }
}

async function viewOwn(parts: AttachmentParts, owner: ConversationId, id: AttachmentId) {
  const { db, vault, files } = parts;
  const row = await db
    .selectFrom('attachment as a')
    .innerJoin('conversation as c', 'c.key_id', 'a.key_id')
    .innerJoin('data_key as k', 'k.id', 'a.key_id')
    .select(['a.wrapped_key', 'k.id', 'k.kek_id', 'k.wrapped'])
    .where('a.id', '=', id)
    .where('c.id', '=', owner)
    .executeTakeFirst();
  const sealed = row === undefined ? undefined : await files.read(`${id}.view`);
  if (row === undefined || sealed === undefined) return undefined;
  const key = vault.unwrap({ id: DataKeyId.parse(row.id), kekId: row.kek_id, wrapped: row.wrapped });
  const fileKey = dataKeyOf(id, vault.open(key, `file:${id}`, row.wrapped_key));
  return { contentType: 'image/jpeg', bytes: vault.open(fileKey, `view:${id}`, sealed) };
}
