import { RateLimiterMemory } from 'rate-limiter-flexible';

export type LimitKind = 'sign-in-name' | 'sign-in-address' | 'confirm' | 'link' | 'receipt' | 'message';

const limits: Readonly<Record<LimitKind, { readonly points: number; readonly duration: number }>> = {
  'sign-in-name': { points: 10, duration: 900 },
  'sign-in-address': { points: 50, duration: 900 },
  confirm: { points: 10, duration: 900 },
  link: { points: 20, duration: 900 },
  receipt: { points: 10, duration: 60 },
  message: { points: 60, duration: 60 },
};

/** False when this key has tried too often lately. */
export type MayTry = (kind: LimitKind, key: string) => Promise<boolean>;

/** Limits within one process; each of several processes has its own, which multiplies them at most by their number. */
export function limitsInProcess(): MayTry {
  const limiters = new Map(
    Object.entries(limits).map(([kind, limit]) => [
      kind,
      new RateLimiterMemory({ keyPrefix: kind, ...limit }),
    ]),
  );
  return async (kind, key) => {
    try {
      await limiters.get(kind)?.consume(key);
      return true;
    } catch {
      return false;
    }
  };
}
