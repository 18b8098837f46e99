import { createHmac, timingSafeEqual } from 'node:crypto';
import { sameDigest } from '../push/signature.ts';

/**
 * Checks `X-Hub-Signature-256: sha256=<hex>`: HMAC-SHA256 with the app secret over the raw bytes. The old
 * SHA-1 header beside it is not looked at.
 */
export function verifyMessenger(body: Buffer, header: string | undefined, appSecret: string): boolean {
  if (header?.startsWith('sha256=') !== true) return false;
  return sameDigest(
    header.slice('sha256='.length),
    createHmac('sha256', appSecret).update(body).digest('hex'),
  );
}

/** The challenge to echo, if the dashboard knows our word. Its names hold dots and are read as flat keys. */
export function challengeFor(query: URLSearchParams, verifyToken: string): string | undefined {
  const challenge = query.get('hub.challenge');
  if (query.get('hub.mode') !== 'subscribe' || challenge === null || challenge.length > 1000)
    return undefined;
  return sameWord(query.get('hub.verify_token') ?? '', verifyToken) ? challenge : undefined;
}

function sameWord(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Proves to the Graph API that whoever holds the token also knows the app's secret. */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}
