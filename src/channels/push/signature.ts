import { timingSafeEqual } from 'node:crypto';

/** Compares two hex digests in constant time; anything but hex of the same length is different. */
export function sameDigest(given: string, expected: string): boolean {
  if (given.length !== expected.length || !/^[0-9a-f]+$/iu.test(given)) return false;
  return timingSafeEqual(Buffer.from(given.toLowerCase(), 'latin1'), Buffer.from(expected.toLowerCase(), 'latin1'));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
