import type { LimitRules } from '../storage/redis/limiter.ts';

/**
 * Wide enough for a whole school behind one address and for a child who types in short lines; narrow
 * enough that one sender cannot fill the disk or hold the others up.
 */
export const chatLimits: LimitRules<'start' | 'post' | 'upload'> = {
  start: { points: 300, duration: 60 },
  post: { points: 60, duration: 10 },
  upload: { points: 20, duration: 60 },
};
