import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';

/** `points` in `duration` seconds for each kind of thing that can be asked too often. */
export type LimitRules<Kind extends string> = Readonly<
  Record<Kind, { readonly points: number; readonly duration: number }>
>;

/** False when this key has asked too often lately. */
export type MayAsk<Kind extends string> = (kind: Kind, key: string) => Promise<boolean>;

export interface LimiterParts {
  /** Where the limits are counted for all processes together; without it each counts for itself. */
  readonly redis: Redis | undefined;
  /** Keys are addresses and ids of people: only a keyed hash of them leaves the process. */
  readonly hash: (key: string) => string;
}

/** Limits over Redis, or in this process when there is none or while it is away. */
export function limiter<Kind extends string>(
  { redis, hash }: LimiterParts,
  rules: LimitRules<Kind>,
): MayAsk<Kind> {
  const limiters = new Map<string, RateLimiterMemory | RateLimiterRedis>(
    Object.entries<{ points: number; duration: number }>(rules).map(([kind, rule]) => {
      const alone = new RateLimiterMemory({ keyPrefix: kind, ...rule });
      if (redis === undefined) return [kind, alone];
      const shared = { storeClient: redis, keyPrefix: `limit:${kind}`, insuranceLimiter: alone, ...rule };
      return [kind, new RateLimiterRedis(shared)];
    }),
  );
  return async (kind, key) => {
    try {
      await limiters.get(kind)?.consume(hash(key));
      return true;
    } catch {
      return false;
    }
  };
}
