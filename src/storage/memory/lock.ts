import { Mutex, withTimeout } from 'async-mutex';
import type { Lock } from '../../conversations/ports.ts';

const longestWait = 30_000;

/** Locks within this process; enough when only one process runs. */
export function memoryLock(): Lock {
  const held = new Map<string, { mutex: Mutex; waiting: number }>();
  return {
    hold: async (key, work) => {
      const entry = held.get(key) ?? { mutex: new Mutex(), waiting: 0 };
      held.set(key, entry);
      entry.waiting += 1;
      try {
        return await withTimeout(entry.mutex, longestWait, busy).runExclusive(work);
      } catch (error) {
        if (error === busy) return 'busy';
        throw error;
      } finally {
        entry.waiting -= 1;
        if (entry.waiting === 0) held.delete(key);
      }
    },
  };
}

const busy = new Error('the lock was not got in time');
