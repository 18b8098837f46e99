import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Seconds a token is good for, as told to the client. */
export const tokenLife = 1800;
/** A phone that slept may still refresh a token that ran out this many seconds ago, but do nothing else with it. */
export const refreshGrace = 24 * 3600;

const Claims = z.strictObject({ c: z.string().min(1), e: z.number().int() });

export type TokenCheck =
  | {
      readonly kind: 'token';
      readonly conversationId: string;
      readonly expired: boolean;
      readonly refreshable: boolean;
    }
  | { readonly kind: 'secret' }
  | { readonly kind: 'refused' };

/** Signs and checks Direct Line's bearer tokens; they hold the conversation and a time, nothing of the person. */
export class Tokens {
  readonly #key: Buffer;
  readonly #secret: string | undefined;

  constructor(key: Buffer, secret: string | undefined) {
    this.#key = key;
    this.#secret = secret;
  }

  issue(conversationId: string, now: Date): string {
    const claims = JSON.stringify({ c: conversationId, e: Math.floor(now.getTime() / 1000) + tokenLife });
    const body = Buffer.from(claims).toString('base64url');
    return `${body}.${this.#sign(body)}`;
  }

  /** Reads `Authorization: Bearer …`, or the bare token of a stream's address. */
  check(header: string | undefined, now: Date): TokenCheck {
    const bearer = /^Bearer\s+(\S+)$/iu.exec(header ?? '')?.[1];
    if (bearer === undefined) return { kind: 'refused' };
    if (this.#secret !== undefined && same(bearer, this.#secret)) return { kind: 'secret' };
    const [body, signature] = bearer.split('.');
    if (body === undefined || signature === undefined || !same(signature, this.#sign(body)))
      return { kind: 'refused' };
    const claims = Claims.safeParse(parseJson(Buffer.from(body, 'base64url').toString('utf8')));
    if (!claims.success) return { kind: 'refused' };
    const late = now.getTime() / 1000 - claims.data.e;
    return {
      kind: 'token',
      conversationId: claims.data.c,
      expired: late > 0,
      refreshable: late <= refreshGrace,
    };
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

export function newConversationId(): string {
  return randomUUID();
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
