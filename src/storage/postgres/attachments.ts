import type { AttachmentStore, Upload } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import type { AttachmentId, ConversationId } from '../../domain/ids.ts';
import type { Inspected } from '../files/intake.ts';
import { findOrBegin } from './begin.ts';
import { sentByStaff } from './files-of-staff.ts';
import { toMinute } from './minute.ts';
import { type FileStores, type Owner, opened, sealFile } from './sealed-attachments.ts';

export interface AttachmentParts extends FileStores {
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
    ...sentByStaff(parts),
  };
}

async function keep(parts: AttachmentParts, upload: Upload, now: Date): Promise<AttachmentRef> {
  const { contentType, view } = await parts.inspect(upload.bytes);
  const { key: owner } = await findOrBegin(parts.db, parts.vault, { event: upload, now });
  return sealFile(parts, owner, {
    original: upload.bytes,
    ...(view === undefined ? {} : { view: view.bytes }),
    row: {
      content_type: contentType,
      bytes: upload.bytes.length,
      created_at: toMinute(now),
      by_staff: false,
    },
  });
}

async function viewOwn(parts: AttachmentParts, owner: ConversationId, id: AttachmentId) {
  const bytes = await opened(parts, { kind: 'conversation', id: owner }, { id, part: 'view' });
  return bytes === undefined ? undefined : { contentType: 'image/jpeg', bytes: bytes.bytes };
}

/** The files of a chat or a report for staff: the copy without metadata, and the original as it was sent. */
export function staffFiles(parts: FileStores) {
  return {
    view: async (owner: Owner, id: AttachmentId) => {
      const view = await opened(parts, owner, { id, part: 'view' });
      return view === undefined ? undefined : { contentType: 'image/jpeg', bytes: view.bytes };
    },
    original: (owner: Owner, id: AttachmentId) => opened(parts, owner, { id, part: 'original' }),
  };
}
