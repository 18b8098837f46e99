import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { DirectLineParts } from '../channels/directline/parts.ts';

/**
 * Wide enough for a whole school behind one address and for a child who types in short lines; narrow
 * enough that one sender cannot fill the disk or hold the others up.
 */
const rules = {
  start: { points: 300, duration: 60 },
  post: { points: 60, duration: 10 },
  upload: { points: 20, duration: 60 },
} as const;

export function limits(): DirectLineParts['mayAsk'] {
  const limiters = {
    start: new RateLimiterMemory(rules.start),
    post: new RateLimiterMemory(rules.post),
    upload: new RateLimiterMemory(rules.upload),
  };
  return async (kind, key) => {
    try {
      await limiters[kind].consume(key);
      return true;
    } catch {
      return false;
    }
  };
}
