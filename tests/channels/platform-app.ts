import { startApp, type TestApp, type TestAppOptions } from '../helpers/app.ts';
import { sleep } from '../helpers/platforms/deliver.ts';
import { MessengerPlatform } from '../helpers/platforms/messenger-platform.ts';
import { ZaloPlatform } from '../helpers/platforms/zalo-platform.ts';

export interface PlatformApp {
  readonly test: TestApp;
  readonly zalo: ZaloPlatform;
  readonly messenger: MessengerPlatform;
  /** Waits until the platform has taken `count` replies to this person, and gives them. */
  replies(of: 'zalo' | 'messenger', to: string, count: number): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface PlatformAppOptions extends TestAppOptions {
  readonly milliseconds?: () => number;
}

/** The whole program with both platforms played beside it; only addresses and secrets differ from a real one. */
export async function startPlatformApp(options: PlatformAppOptions = {}): Promise<PlatformApp> {
  let base: string | undefined;
  const clock = options.milliseconds === undefined ? {} : { now: options.milliseconds };
  const zalo = await new ZaloPlatform({
    ...clock,
    webhook: () => base && `${base}/webhooks/zalo`,
    retries: [50, 200, 1000],
  }).start();
  const messenger = await new MessengerPlatform({
    ...clock,
    webhook: () => base && `${base}/webhooks/messenger`,
    retries: [50, 200, 1000],
  }).start();
  const test = await startApp({ ...options, env: { ...environmentFor(zalo, messenger), ...options.env } });
  base = test.base;
  return {
    test,
    zalo,
    messenger,
    replies: async (of, to, count) => {
      const sentTo = (): readonly string[] =>
        (of === 'zalo' ? zalo : messenger).sent.filter((each) => each.to === to).map(({ text }) => text);
      for (let tries = 0; tries < 300 && sentTo().length < count; tries++) await sleep(25);
      return sentTo();
    },
    stop: async () => {
      await zalo.stop();
      await messenger.stop();
      await test.stop();
    },
  };
}

/** What an administrator would enter. */
export function environmentFor(zalo: ZaloPlatform, messenger: MessengerPlatform): Record<string, string> {
  return {
    ZALO_APP_ID: zalo.appId,
    ZALO_APP_SECRET: zalo.appSecret,
    ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
    ZALO_OA_ID: zalo.oaId,
    ZALO_REFRESH_TOKEN: zalo.refreshToken,
    ZALO_API_URL: zalo.url,
    ZALO_OAUTH_URL: zalo.url,
    MESSENGER_APP_ID: messenger.appId,
    MESSENGER_APP_SECRET: messenger.appSecret,
    MESSENGER_VERIFY_TOKEN: messenger.verifyToken,
    MESSENGER_PAGE_ID: messenger.pageId,
    MESSENGER_PAGE_TOKEN: messenger.pageToken,
    MESSENGER_GRAPH_URL: messenger.url,
  };
}
