import { randomBytes, randomUUID } from 'node:crypto';
import type { Insertable, Kysely } from 'kysely';
import type { OpenedFile } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { AttachmentId, type ConversationId, DataKeyId, type ReportId } from '../../domain/ids.ts';
import type { SealedFiles } from '../files/sealed-files.ts';
import { type DataKey, dataKeyOf, type Vault } from '../vault/vault.ts';
import type { AttachmentTable, Tables } from './schema.ts';

export interface FileStores {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly files: SealedFiles;
}

/** To whom a file belongs: what a person sent passes from the chat to the report it was told in. */
export type Owner =
  | { readonly kind: 'conversation'; readonly id: ConversationId }
  | { readonly kind: 'report'; readonly id: ReportId };

/** A file has up to two parts: as it was sent, and the copy for showing. */
export type Part = 'original' | 'view';

interface Parts {
  readonly original?: Buffer;
  readonly view?: Buffer;
  readonly row: Pick<Insertable<AttachmentTable>, 'content_type' | 'bytes' | 'created_at' | 'by_staff'>;
}

/** Seals a file under a key of its own, which the owner's key wraps. */
export async function sealFile(stores: FileStores, owner: DataKey, parts: Parts): Promise<AttachmentRef> {
  const id = AttachmentId.parse(randomUUID());
  const fileKey = dataKeyOf(id, randomBytes(32));
  const { content_type: contentType, bytes: size } = parts.row;
  await writeAll(stores, { id, fileKey, parts });
  await stores.db
    .insertInto('attachment')
    .values({
      id,
      key_id: owner.id,
      wrapped_key: stores.vault.seal(owner, `file:${id}`, fileKey.key.export()),
      kind: contentType.split('/')[0] ?? 'file',
      ...parts.row,
    })
    .execute();
  return { id, contentType, size };
}

interface Kept {
  readonly id: AttachmentId;
  readonly fileKey: DataKey;
  readonly parts: Parts;
}

/** All or none: a full disk leaves no half behind. What a crash leaves, the hourly sweep finds. */
async function writeAll(stores: FileStores, { id, fileKey, parts }: Kept): Promise<void> {
  try {
    for (const part of ['original', 'view'] as const) {
      const bytes = parts[part];
      if (bytes !== undefined)
        await stores.files.write(`${id}.${part}`, stores.vault.seal(fileKey, `${part}:${id}`, bytes));
    }
  } catch (error) {
    await removeFile(stores.files, id).catch(() => undefined);
    throw error;
  }
}

/** Both parts, as far as they are there. */
export async function removeFile(files: SealedFiles, id: AttachmentId): Promise<void> {
  await files.remove(`${id}.original`);
  await files.remove(`${id}.view`);
}

/** One part of a file, if this owner has it. */
export async function opened(
  { db, vault, files }: FileStores,
  owner: Owner,
  {
    id,
    part,
    byStaff = false,
  }: { readonly id: AttachmentId; readonly part: Part; readonly byStaff?: boolean },
): Promise<OpenedFile | undefined> {
  const row = await db
    .selectFrom('attachment as a')
    .innerJoin('data_key as k', 'k.id', 'a.key_id')
    .select(['a.wrapped_key', 'a.content_type', 'k.id', 'k.kek_id', 'k.wrapped'])
    .where('a.id', '=', id)
    .$if(byStaff, (query) => query.where('a.by_staff', '=', true))
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
