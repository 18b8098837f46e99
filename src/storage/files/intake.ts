import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { UserError } from '../../domain/errors.ts';

/** What a file is found to be, whatever its name says, with the copy that may be shown. */
export interface Inspected {
  readonly contentType: string;
  /** For images: re-encoded pixels, no metadata. Other kinds have no view but the original, after a warning. */
  readonly view?: { readonly contentType: string; readonly bytes: Buffer };
}

const images = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);
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
/** 40 megapixels: more than phones take, less than a decompression bomb needs. */
const mostPixels = 40_000_000;
const longestSide = 1600;

export async function inspect(bytes: Buffer): Promise<Inspected> {
  if (bytes.length > largestFile)
    throw new UserError('attachment.too-large', `a file holds at most ${largestFile} bytes`);
  const contentType = (await fileTypeFromBuffer(bytes))?.mime;
  if (contentType === undefined) throw refused();
  if (images.has(contentType)) return { contentType, view: await reencode(bytes) };
  if (others.has(contentType)) return { contentType };
  throw refused();
}

/** Only pixels survive: no place, no camera, no thumbnail, no second image hidden behind the first. */
async function reencode(bytes: Buffer): Promise<{ contentType: string; bytes: Buffer }> {
  try {
    const image = sharp(bytes, {
      limitInputPixels: mostPixels,
      failOn: 'error',
      pages: 1,
      sequentialRead: true,
    });
    const view = await image
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .timeout({ seconds: 20 })
      .toBuffer();
    return { contentType: 'image/jpeg', bytes: view };
  } catch (cause) {
    throw new UserError('attachment.unreadable', 'the picture cannot be read', { cause });
  }
}

function refused(): UserError {
  return new UserError('attachment.type-refused', 'this kind of file is not taken');
}
