import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where alarms and handoffs are told to another system (an SMS gateway, a desk of the Centre's own). */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
  /** What people write goes along; only the operator decides that. */
  readonly words?: boolean;
}

/**
 * Headers after https://www.standardwebhooks.com: the signature covers id, time and body, so that none of
 * them can be changed or replayed later. docs/webhook-api.md shows how to check them.
 */
export function signedHeaders(
  secret: string,
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at.getTime() / 1000).toString();
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

/** How far the clocks of two houses may be apart, and how long a call may be on its way. */
const replayWindow = 300;

/** Whether a call to us was signed by who holds the secret, over these very bytes, within the last minutes. */
export function isSigned(
  secret: string,
  call: {
    readonly id: string;
    readonly timestamp: string;
    readonly signatures: string;
    readonly body: Buffer;
  },
  now: Date,
): boolean {
  const { id, timestamp, signatures, body } = call;
  if (!/^\d{9,11}$/u.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > replayWindow) return false;
  const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body);
  const expected = Buffer.from(`v1,${hmac.digest('base64')}`);
  // The standard lets several stand side by side while a secret is changed.
  return signatures.split(' ').some((each) => {
    const given = Buffer.from(each);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** A secret as the standard writes it (`whsec_` and base64), or any other text taken as it is. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
}

const patience = 10_000;

export type Posted =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly errorCode: string }
  | { readonly kind: 'failed'; readonly errorCode: string };

/** 2xx is taken; 410 means never again; everything else is tried later. */
export async function post(
  target: WebhookTarget,
  call: { readonly id: string; readonly at: Date; readonly body: string },
): Promise<Posted> {
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: signedHeaders(target.secret, call),
      body: call.body,
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    // What else it says is of no interest; waiting for the end of it would be waiting for the other side.
    response.body?.cancel().catch(() => undefined);
    if (response.ok) return { kind: 'sent' };
    return { kind: response.status === 410 ? 'failed' : 'retry', errorCode: `webhook.${response.status}` };
  } catch {
    return { kind: 'retry', errorCode: 'webhook.unreachable' };
  }
}
