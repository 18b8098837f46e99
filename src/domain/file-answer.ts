import type { HttpResponse } from './route.ts';

interface Given {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A picture that we encoded ourselves, to be shown where it stands. */
export function shown({ contentType, bytes }: Given): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': contentType, 'content-disposition': 'inline' },
    body: bytes,
  };
}

/** A file to be saved: never opened in our own page, and never taken for another kind than it is. */
export function saved({ contentType, bytes }: Given, name: string): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}"`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
    body: bytes,
  };
}
