import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Lock } from '../../src/conversations/ports.ts';
import { ConversationId } from '../../src/domain/ids.ts';
import { memoryLock } from '../../src/storage/memory/lock.ts';
import { openRedis, type RedisParts } from '../../src/storage/redis/redis.ts';
import { sharedRedis } from '../helpers/postgres.ts';

describe('locks and signals', () => {
  let one: RedisParts;
  let other: RedisParts;
  before(async function () {
    this.timeout(60_000);
    const url = await sharedRedis();
    [one, other] = [await openRedis(url), await openRedis(url)];
  });
  after(() => Promise.all([one.close(), other.close()]));

  it('let one at a time work on a conversation within a process', () =>
    excludes(memoryLock(), memoryLock, true));
  it('let one at a time work on a conversation over all processes', () =>
    excludes(one.lock, () => other.lock, false));

  it('let different conversations go on side by side', async () => {
    for (const lock of [memoryLock(), one.lock]) {
      const began: string[] = [];
      await Promise.all(
        ['a', 'b', 'c'].map((key) =>
          lock.hold(`side-${key}`, async () => {
            began.push(key);
            while (began.length < 3) await pause(5);
          }),
        ),
      );
      expect(began).to.have.length(3);
    }
  });

  it('are free again after work that failed', async () => {
    for (const lock of [memoryLock(), one.lock]) {
      const failing = lock.hold('failing', async () => {
        throw new Error('x');
      });
      expect(await failing.catch((error: Error) => error.message)).to.equal('x');
      expect(await lock.hold('failing', async () => 'free')).to.equal('free');
    }
  });

  it('carry a live signal to the other process, and to no one who stopped listening', async () => {
    const id = ConversationId.parse('5f4dcc3b-5aa7-85d6-8432-7deb882cf99f');
    const heard: string[] = [];
    const stop = other.signals.onChanged(id, () => heard.push('other'));
    const stopOne = one.signals.onChanged(id, () => heard.push('one'));
    one.signals.changed(id);
    for (let tries = 0; tries < 100 && heard.length < 2; tries++) await pause(10);
    expect(heard.sort()).to.deep.equal(['one', 'other']);
    stop();
    stopOne();
    one.signals.changed(id);
    await pause(50);
    expect(heard).to.have.length(2);
  });
});

async function excludes(lock: Lock, another: () => Lock, sameOnly: boolean): Promise<void> {
  const locks = sameOnly ? [lock, lock] : [lock, another()];
  let inside = 0;
  let most = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      locks[n % 2]?.hold('one-conversation', async () => {
        most = Math.max(most, ++inside);
        await pause(3);
        inside -= 1;
        done += 1;
      }),
    ),
  );
  expect({ most, done }).to.deep.equal({ most: 1, done: 12 });
}
