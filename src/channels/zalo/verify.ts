import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson, sameDigest } from '../push/signature.ts';

const Signed = z.looseObject({
  app_id: z.union([z.string(), z.number()]).transform(String),
  timestamp: z
    .union([z.string(), z.number().int()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,16}$/u)),
});

/** A retry comes up to 1 h 50 min after the event; a clock may be wrong by some minutes. */
const oldest = 3 * 3600 * 1000;
const earliest = 10 * 60 * 1000;

export interface ZaloSecrets {
  readonly appId: string;
  readonly oaSecretKey: string;
}

export type ZaloCheck =
  | { readonly kind: 'genuine'; readonly event: Readonly<Record<string, unknown>>; readonly at: number }
  | {
      readonly kind: 'refused';
      readonly why: 'unsigned' | 'malformed' | 'other-app' | 'signature' | 'clock';
    };

/**
 * Checks `X-ZEvent-Signature: mac=<hex>` over the raw bytes: sha256(app_id + body + timestamp + OA secret
 * key), plain SHA-256 and no HMAC, with the timestamp of the body. What proves a delivery to be new is
 * the inbox, which takes each message once; the clock only bounds how long it must remember.
 */
export function verifyZalo(
  body: Buffer,
  header: string | undefined,
  secrets: ZaloSecrets & { readonly now: Date },
): ZaloCheck {
  if (header === undefined || header.trim() === '') return { kind: 'refused', why: 'unsigned' };
  const event = parseJson(body.toString('utf8'));
  const signed = Signed.safeParse(event);
  if (!signed.success) return { kind: 'refused', why: 'malformed' };
  const { app_id, timestamp } = signed.data;
  if (app_id !== secrets.appId) return { kind: 'refused', why: 'other-app' };
  const mac = zaloMac(body, timestamp, secrets);
  if (!sameDigest(header.trim().toLowerCase().replace(/^mac=/u, ''), mac))
    return { kind: 'refused', why: 'signature' };
  const age = secrets.now.getTime() - Number(timestamp);
  if (age > oldest || age < -earliest) return { kind: 'refused', why: 'clock' };
  return { kind: 'genuine', event: signed.data, at: Number(timestamp) };
}

export function zaloMac(body: Buffer, timestamp: string, { appId, oaSecretKey }: ZaloSecrets): string {
  return createHash('sha256').update(appId).update(body).update(timestamp).update(oaSecretKey).digest('hex');
}
