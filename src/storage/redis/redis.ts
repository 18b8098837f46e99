import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Lock, Signals } from '../../conversations/ports.ts';
import { memorySignals } from '../memory/signals.ts';

/** Short, for the lock of a process that died holds its conversation up for as long. */
const lockLife = 10_000;
const longestWait = 10_000;
const channel = 'conversation-changed';

/** Deletes or prolongs the lock only if it is still ours. */
const ifMine = (then: string): string =>
  `if redis.call('get', KEYS[1]) == ARGV[1] then return ${then} else return 0 end`;

export interface RedisParts {
  readonly lock: Lock;
  readonly signals: Signals;
  readonly client: Redis;
  close(): Promise<void>;
}

/** Locks and live signals over Redis, for any number of processes. The row version stays the truth. */
export async function openRedis(url: string): Promise<RedisParts> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 3 });
  const subscriber = new Redis(url, { lazyConnect: true });
  // Without listeners a lost connection would end the process; both reconnect by themselves.
  client.on('error', () => undefined);
  subscriber.on('error', () => undefined);
  await Promise.all([client.connect(), subscriber.connect()]);
  const signals = await redisSignals(client, subscriber);
  return {
    lock: redisLock(client),
    signals,
    client,
    close: async () => {
      client.disconnect();
      subscriber.disconnect();
    },
  };
}

function redisLock(client: Redis): Lock {
  return {
    hold: async (key, work) => {
      const name = `lock:${key}`;
      const token = randomUUID();
      if (!(await take(client, name, token))) return 'busy';
      const renewal = setInterval(() => {
        client
          .eval(ifMine(`redis.call('pexpire', KEYS[1], ${lockLife})`), 1, name, token)
          .catch(() => undefined);
      }, lockLife / 3);
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        await client.eval(ifMine("redis.call('del', KEYS[1])"), 1, name, token).catch(() => undefined);
      }
    },
  };
}

async function take(client: Redis, name: string, token: string): Promise<boolean> {
  const until = Date.now() + longestWait;
  for (let wait = 5; ; wait = Math.min(200, wait * 2)) {
    if ((await client.set(name, token, 'PX', lockLife, 'NX')) === 'OK') return true;
    if (Date.now() > until) return false;
    await pause(wait + Math.random() * wait);
  }
}

async function redisSignals(client: Redis, subscriber: Redis): Promise<Signals> {
  const local = memorySignals();
  const self = randomUUID();
  await subscriber.subscribe(channel);
  subscriber.on('message', (_channel, message: string) => {
    const [from, id] = message.split(' ');
    // Our own listeners were told at once, and with the lines.
    if (from !== self) local.changed(id as Parameters<Signals['changed']>[0]);
  });
  return {
    changed: (id, lines) => {
      local.changed(id, lines);
      // Others look again by themselves when they reconnect.
      client.publish(channel, `${self} ${id}`).catch(() => undefined);
    },
    onChanged: local.onChanged,
  };
}
