import { randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AttachmentStore, Upload } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { AttachmentId, type ConversationId, DataKeyId, type ReportId } from '../../domain/ids.ts';
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
  const bytes = await opened(parts, { kind: 'conversation', id: owner }, { id, part: 'view' });
  return bytes === undefined ? undefined : { contentType: 'image/jpeg', bytes: bytes.bytes };
}

/** To whom a file belongs: what a person sent passes from the chat to the report it was told in. */
export type Owner =
  | { readonly kind: 'conversation'; readonly id: ConversationId }
  | { readonly kind: 'report'; readonly id: ReportId };

/** The files of a chat or a report for staff: the copy without metadata, and the original as it was sent. */
export function staffFiles(parts: Pick<AttachmentParts, 'db' | 'vault' | 'files'>) {
  return {
    view: async (owner: Owner, id: AttachmentId) => {
      const view = await opened(parts, owner, { id, part: 'view' });
      return view === undefined ? undefined : { contentType: 'image/jpeg', bytes: view.bytes };
    },
    original: (owner: Owner, id: AttachmentId) => opened(parts, owner, { id, part: 'original' }),
  };
}

async function opened(
  { db, vault, files }: Pick<AttachmentParts, 'db' | 'vault' | 'files'>,
  owner: Owner,
  { id, part }: { readonly id: AttachmentId; readonly part: 'view' | 'original' },
) {
  const row = await db
    .selectFrom('attachment as a')
    .innerJoin('data_key as k', 'k.id', 'a.key_id')
    .select(['a.wrapped_key', 'a.content_type', 'k.id', 'k.kek_id', 'k.wrapped'])
    .where('a.id', '=', id)
    .where('a.key_id', '=', ({ selectFrom }) =>
      owner.kind === 'conversation'
        ? selectFrom('conversation').select('key_id').where('id', '=', owner.id)
        : selectFrom('report').select('key_id').where('id', '=', owner.id),
    )
    .executeTakeFirst();
  const sealed = row === undefined ? undefined : await files.read(`${id}.${part}`);
  if (row === undefined || sealed === undefined) return undefined;
  const key = vault.unwrap({ id: DataKeyId.parse(row.id), kekId: row.kek_id, wrapped: row.wrapped });
  const fileKey = dataKeyOf(id, vault.open(key, `file:${id}`, row.wrapped_key));
  return { contentType: row.content_type, bytes: vault.open(fileKey, `${part}:${id}`, sealed) };
}
