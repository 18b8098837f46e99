import { fileTypeFromBuffer } from 'file-type';
import { UserError } from '../../domain/errors.ts';
import { documentTypes } from '../../domain/file-kind.ts';
import { largestFile } from './intake.ts';
import { type Encoding, forShowing, pictureTypes, pixelsOf } from './pixels.ts';

/** What the narrowest platform takes: Zalo, 1 MB for a picture and 5 MB for a document. */
const largestPicture = 1_000_000;
const largestDocument = 5_000_000;

/** Each smaller than the one before; a picture of noise fits by the last. */
const encodings: readonly Encoding[] = [
  forShowing,
  { longestSide: 1600, quality: 65 },
  { longestSide: 1280, quality: 60 },
  { longestSide: 1024, quality: 50 },
  { longestSide: 800, quality: 40 },
];

/** A file as staff may send it, whatever its name said. */
export interface StaffFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Makes a file fit to be sent on any channel, or refuses it. */
export async function readyToSend(bytes: Buffer): Promise<StaffFile> {
  if (bytes.length > largestFile) throw tooLarge(largestFile);
  const contentType = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  if (pictureTypes.has(contentType)) return { contentType: 'image/jpeg', bytes: await smallPicture(bytes) };
  if (!documentTypes.includes(contentType))
    throw new UserError('attachment.type-refused', 'pictures, PDF and DOCX are taken');
  if (bytes.length > largestDocument) throw tooLarge(largestDocument);
  return { contentType, bytes };
}

async function smallPicture(bytes: Buffer): Promise<Buffer> {
  for (const encoding of encodings) {
    const picture = await pixelsOf(bytes, encoding);
    if (picture.length <= largestPicture) return picture;
  }
  throw tooLarge(largestPicture);
}

function tooLarge(most: number): UserError {
  return new UserError('attachment.too-large', `such a file holds at most ${most} bytes`);
}
