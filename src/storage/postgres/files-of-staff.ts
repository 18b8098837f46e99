import type { AttachmentStore, OpenedFile } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { UserError } from '../../domain/errors.ts';
import { isPicture } from '../../domain/file-kind.ts';
import type { AttachmentId, ConversationId } from '../../domain/ids.ts';
import { readyToSend } from '../files/staff-intake.ts';
import { find } from './begin.ts';
import { toMinute } from './minute.ts';
import { type FileStores, opened, removeFile, sealFile } from './sealed-attachments.ts';

/** Files that staff send. A picture has no original: what the camera wrote into it is not kept at all. */
export function sentByStaff(
  stores: FileStores,
): Pick<AttachmentStore, 'keepFromStaff' | 'fromStaff' | 'takeBack'> {
  return {
    keepFromStaff: (owner, bytes, now) => keep(stores, { owner, bytes, now }),
    fromStaff: (owner, id) => open(stores, owner, id),
    takeBack: (owner, id) => takeBack(stores, owner, id),
  };
}

interface Sent {
  readonly owner: ConversationId;
  readonly bytes: Buffer;
  readonly now: Date;
}

async function keep(stores: FileStores, { owner, bytes, now }: Sent): Promise<AttachmentRef> {
  const ready = await readyToSend(bytes);
  const found = await find(stores.db, stores.vault, owner);
  if (found === undefined) throw new UserError('request.not-found', 'there is no such conversation');
  return sealFile(stores, found.key, {
    [isPicture(ready.contentType) ? 'view' : 'original']: ready.bytes,
    row: {
      content_type: ready.contentType,
      bytes: ready.bytes.length,
      created_at: toMinute(now),
      by_staff: true,
    },
  });
}

async function open(
  stores: FileStores,
  id: ConversationId,
  file: AttachmentId,
): Promise<OpenedFile | undefined> {
  const owner = { kind: 'conversation', id } as const;
  return (
    (await opened(stores, owner, { id: file, part: 'view', byStaff: true })) ??
    opened(stores, owner, { id: file, part: 'original', byStaff: true })
  );
}

async function takeBack(stores: FileStores, owner: ConversationId, id: AttachmentId): Promise<void> {
  const removed = await stores.db
    .deleteFrom('attachment')
    .where('id', '=', id)
    .where('by_staff', '=', true)
    .where('key_id', '=', ({ selectFrom }) =>
      selectFrom('conversation').select('key_id').where('id', '=', owner),
    )
    .returning('id')
    .executeTakeFirst();
  if (removed !== undefined) await removeFile(stores.files, id);
}
