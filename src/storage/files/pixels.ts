import sharp from 'sharp';
import { UserError } from '../../domain/errors.ts';

/** What can be decoded and is shown. */
export const pictureTypes: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
]);

/** 40 megapixels: more than phones take, less than a decompression bomb needs. */
const mostPixels = 40_000_000;

export interface Encoding {
  readonly longestSide: number;
  readonly quality: number;
}

/** Good enough for any screen. */
export const forShowing: Encoding = { longestSide: 1600, quality: 80 };

/** Only pixels survive: no place, no camera, no thumbnail, no second image hidden behind the first. */
export async function pixelsOf(bytes: Buffer, { longestSide, quality }: Encoding): Promise<Buffer> {
  try {
    const image = sharp(bytes, {
      limitInputPixels: mostPixels,
      failOn: 'error',
      pages: 1,
      sequentialRead: true,
    });
    return await image
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      // What is transparent would turn black, and black letters with it.
      .flatten({ background: '#fff' })
      .jpeg({ quality })
      .timeout({ seconds: 20 })
      .toBuffer();
  } catch (cause) {
    throw new UserError('attachment.unreadable', 'the picture cannot be read', { cause });
  }
}
