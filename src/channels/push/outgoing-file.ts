import type { AttachmentStore, DueSending, OpenedFile } from '../../conversations/ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { neutralName } from '../../domain/file-kind.ts';
import { AttachmentId } from '../../domain/ids.ts';

/** A file on its way to a platform; its name says nothing of what is in it. */
export interface OutgoingFile extends OpenedFile {
  readonly name: string;
}

/** Large files on a slow line; two tries still fit into the lease of a sending. */
export const uploadTimeout = 20_000;

/** Opened only to be sent; nothing once it was forgotten. */
export async function openOutgoing(
  files: Pick<AttachmentStore, 'fromStaff'>,
  { conversationId }: DueSending,
  { id }: AttachmentRef,
): Promise<OutgoingFile | undefined> {
  const file = await files.fromStaff(conversationId, AttachmentId.parse(id));
  return file === undefined ? undefined : { ...file, name: neutralName(file.contentType) };
}

export function asBlob({ bytes, contentType }: OpenedFile): Blob {
  return new Blob([new Uint8Array(bytes)], { type: contentType });
}
