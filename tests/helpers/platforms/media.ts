import { sleep } from './deliver.ts';
import type { Answer } from './server.ts';

/** A file that a person has sent, or a trap in its place. */
export type Medium =
  | { readonly kind: 'file'; readonly contentType: string; readonly bytes: Buffer }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'status'; readonly status: number }
  /** Announces little and sends much, in pieces. */
  | { readonly kind: 'endless'; readonly announced?: number }
  | { readonly kind: 'slow'; readonly milliseconds: number };

export async function serveMedium(medium: Medium | undefined): Promise<Answer> {
  if (medium === undefined) return { status: 404, body: '' };
  switch (medium.kind) {
    case 'file':
      return { status: 200, headers: { 'content-type': medium.contentType }, body: medium.bytes };
    case 'redirect':
      return { status: 302, headers: { location: medium.to }, body: '' };
    case 'status':
      return { status: medium.status, body: '' };
    case 'endless':
      return {
        status: 200,
        headers: medium.announced === undefined ? {} : { 'content-length': String(medium.announced) },
        body: Buffer.alloc(3_000_000),
      };
    case 'slow':
      await sleep(medium.milliseconds);
      return { status: 200, body: 'late' };
  }
}

/** A picture of one pixel. */
export const onePixel: Medium = {
  kind: 'file',
  contentType: 'image/png',
  bytes: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
};
