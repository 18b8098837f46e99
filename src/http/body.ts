import type { IncomingMessage } from 'node:http';
import { UserError } from '../domain/errors.ts';

export const defaultMaxBytes = 256 * 1024;

/** Reads a whole body, at most `maxBytes`; a longer one is refused as soon as that is known. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(maxBytes: number): UserError {
  return new UserError('request.too-large', `at most ${maxBytes} bytes are taken here`);
}
