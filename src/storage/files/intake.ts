import { fileTypeFromBuffer } from 'file-type';
import { UserError } from '../../domain/errors.ts';
import { forShowing, pictureTypes, pixelsOf } from './pixels.ts';

/** What a file is found to be, whatever its name says, with the copy that may be shown. */
export interface Inspected {
  readonly contentType: string;
  /** For images: re-encoded pixels, no metadata. Other kinds have no view but the original, after a warning. */
  readonly view?: { readonly contentType: string; readonly bytes: Buffer };
}

const others = new Set([
  ...[
    'audio/mpeg',
    'audio/mp4',
    'audio/x-m4a',
    'audio/aac',
    'audio/amr',
    'audio/ogg',
    'audio/opus',
    'audio/wav',
    'audio/webm',
  ],
  ...['audio/vnd.wave', 'video/mp4', 'video/webm', 'video/3gpp', 'video/quicktime'],
  ...['image/heic', 'image/heif', 'application/pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
]);

export const largestFile = 20 * 1024 * 1024;

export async function inspect(bytes: Buffer): Promise<Inspected> {
  if (bytes.length > largestFile)
    throw new UserError('attachment.too-large', `a file holds at most ${largestFile} bytes`);
  const contentType = (await fileTypeFromBuffer(bytes))?.mime;
  if (contentType === undefined) throw refused();
  if (pictureTypes.has(contentType)) {
    return { contentType, view: { contentType: 'image/jpeg', bytes: await pixelsOf(bytes, forShowing) } };
  }
  if (others.has(contentType)) return { contentType };
  throw refused();
}

function refused(): UserError {
  return new UserError('attachment.type-refused', 'this kind of file is not taken');
}
