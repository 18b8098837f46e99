import { parseArgs } from 'node:util';
import { ChatDesk } from '../../tests/helpers/platforms/chat-desk.ts';
import { MessengerPlatform } from '../../tests/helpers/platforms/messenger-platform.ts';
import { ZaloPlatform } from '../../tests/helpers/platforms/zalo-platform.ts';

/**
 * Zalo and Messenger on this machine, for trying the program without accounts: they sign and deliver
 * webhooks to it and take its replies, and a page lets a person chat as a user of either.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4000' },
      bot: { type: 'string', default: 'http://127.0.0.1:3978' },
    },
  });
  const port = Number(values.port);
  const bot = values.bot.replace(/\/+$/u, '');
  const retries = [1_000, 5_000, 15_000, 30_000, 60_000];
  const zalo = await new ZaloPlatform({
    port: port + 1,
    webhook: () => `${bot}/webhooks/zalo`,
    retries,
  }).start();
  const messenger = await new MessengerPlatform({
    port: port + 2,
    webhook: () => `${bot}/webhooks/messenger`,
    retries,
  }).start();
  const desk = await new ChatDesk(zalo, messenger).serve(port);
  process.stdout.write(
    `Chat as a user of Zalo or Messenger:  ${desk.url}/\n\nStart the program beside it with:\n\n${commandFor(zalo, messenger)}\n\n(After a restart of the platforms start the program anew too: its refresh token above is another one.)\n`,
  );
}

/** Invented secrets: they open nothing but these two servers. */
function commandFor(zalo: ZaloPlatform, messenger: MessengerPlatform): string {
  const settings = {
    DATA_DIR: './data-platforms',
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
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' \\\n')} \\\nnpm start`;
}

await main();
