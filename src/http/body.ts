import type { IncomingMessage } from 'node:http';
import { OperationalError, UserError } from '../domain/errors.ts';

export const defaultMaxBytes = 256 * 1024;

/** Bytes of bodies that may lie in memory at once, over all requests; small ones always find room. */
export class BodyBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/**
 * Reads a whole body, at most `maxBytes`; a longer one is refused as soon as that is known. Gives the body to
 * `work` and holds its place in the budget until that is done.
 */
export async function withBody<T>(
  request: IncomingMessage,
  { maxBytes, budget }: { readonly maxBytes: number; readonly budget: BodyBudget },
  work: (body: Buffer) => Promise<T>,
): Promise<T> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop must not destroy the request, and with it the connection the refusal goes out by.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (size + chunk.length > maxBytes) throw tooLarge(maxBytes);
      if (!budget.take(chunk.length)) throw new OperationalError('storage.unavailable', { retryable: true });
      size += chunk.length;
      chunks.push(chunk);
    }
    return await work(Buffer.concat(chunks, size));
  } finally {
    budget.giveBack(size);
  }
}

function tooLarge(maxBytes: number): UserError {
  return new UserError('request.too-large', `at most ${maxBytes} bytes are taken here`);
}

const longestLinger = 2_000;

/**
 * Lets a client that is still sending read its refusal: what it sends is thrown away for a moment, and only
 * then is the connection ended. Closing at once would reset it and lose the answer.
 */
export function linger(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.on('error', () => undefined);
  request.resume();
  setTimeout(() => request.destroy(), longestLinger).unref();
}
