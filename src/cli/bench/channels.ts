import { Pool } from 'undici';
import { environmentFor } from '../../../tests/channels/platform-app.ts';
import { MessengerPlatform } from '../../../tests/helpers/platforms/messenger-platform.ts';
import { ZaloPlatform } from '../../../tests/helpers/platforms/zalo-platform.ts';
import { startPostgres, startRedis } from '../../../tests/helpers/postgres.ts';
import { chatting, type Measured, measure, words } from './load.ts';
import { inFolder, startProgram } from './program.ts';
import { print } from './result.ts';

const load = { people: 256, seconds: 8 } as const;
/** The platforms' own limits (Zalo: 4,000 calls a minute) would be all that is measured. */
const noLimit = 10_000_000;

/**
 * The same load by the web chat, by Zalo and by Messenger: a signed webhook in, the answer taken by the
 * platform's API, echoes and all. The platforms are played in this process; the program is one of its own.
 */
export async function benchChannels(): Promise<void> {
  const [postgres, redis] = [await startPostgres(), await startRedis()];
  const platforms = await new Platforms().start();
  try {
    await inFolder(async (folder) => {
      const program = await startProgram('src/main.ts', {
        DATA_DIR: folder,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        ZALO_CALLS_PER_MINUTE: String(noLimit),
        MESSENGER_CALLS_PER_MINUTE: String(noLimit),
        ...environmentFor(platforms.zalo, platforms.messenger),
      });
      platforms.base = program.base;
      const pool = new Pool(program.base, { connections: load.people });
      tell('channels.web', await measure(load, chatting(program.base, pool)));
      tell('channels.zalo', await measure(load, platforms.onZalo));
      tell('channels.messenger', await measure(load, platforms.onMessenger));
      await pool.close();
      await platforms.stop();
      await program.stop();
    });
  } finally {
    await Promise.all([postgres.stop(), redis.stop()]);
  }
}

/** Both platforms, and people on them who wait for the answer before they write again. */
class Platforms {
  base: string | undefined;
  readonly #waiting = new Map<string, () => void>();
  readonly zalo = new ZaloPlatform({
    webhook: () => this.base && `${this.base}/webhooks/zalo`,
    retries: [50, 200, 1000],
    onSent: ({ to }) => this.#answered(to),
  });
  readonly messenger = new MessengerPlatform({
    webhook: () => this.base && `${this.base}/webhooks/messenger`,
    retries: [50, 200, 1000],
    // Bubbles come singly; the last one of a turn holds the answers to choose from.
    onSent: ({ to, quickReplies }) => (quickReplies.length > 0 ? this.#answered(to) : undefined),
  });

  async start(): Promise<this> {
    this.zalo.callsPerMinute = noLimit;
    this.messenger.callsPerMinute = noLimit;
    await Promise.all([this.zalo.start(), this.messenger.start()]);
    return this;
  }

  async stop(): Promise<void> {
    await Promise.all([this.zalo.stop(), this.messenger.stop()]);
  }

  readonly onZalo = async (index: number) => {
    const id = `77001122334455${String(index).padStart(5, '0')}`;
    await this.#answer(id, () => this.zalo.follow(id));
    return () => this.#answer(id, () => this.zalo.say(id, words));
  };

  readonly onMessenger = async (index: number) => {
    const id = `71234567890${String(index).padStart(5, '0')}`;
    const opens = { title: 'start', payload: 'get_started' };
    await this.#answer(id, () => this.messenger.tapButton(id, opens));
    return () => this.#answer(id, () => this.messenger.say(id, words));
  };

  async #answer(id: string, act: () => Promise<number>): Promise<void> {
    const answered = new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    const status = await act();
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    await answered;
  }

  #answered(id: string): void {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }
}

function tell(name: string, { perSecond, p50, p99 }: Measured): void {
  print({ name, value: perSecond, unit: '1/s' });
  print({ name: `${name}.p50`, value: p50, unit: 'ms' });
  print({ name: `${name}.p99`, value: p99, unit: 'ms' });
}
