import { timingSafeEqual } from 'node:crypto';

/** Compares two lower-case hex digests in constant time; anything else of whatever length is different. */
export function sameDigest(given: string, expected: string): boolean {
  if (given.length !== expected.length || !/^[0-9a-f]+$/u.test(given)) return false;
  return timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(expected, 'latin1'));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
