import { join } from 'node:path';
import { azure, azureChannel } from '../bot/azure.ts';
import { directLineRoutes, directLineStreams, directline } from '../channels/directline/channel.ts';
import type { DirectLineParts } from '../channels/directline/parts.ts';
import { Tokens } from '../channels/directline/verify.ts';
import { loadPlatformWords } from '../channels/push/load-words.ts';
import { loadWebChat } from '../channels/web/load.ts';
import { webChatRoutes } from '../channels/web/page.ts';
import type { Config } from '../config.ts';
import type { Sender } from '../conversations/ports.ts';
import { reception } from '../conversations/reception.ts';
import { Sending } from '../conversations/sending.ts';
import { computeTurn } from '../conversations/turn.ts';
import { Worker } from '../conversations/worker.ts';
import type { Channel, ChannelName } from '../domain/channel.ts';
import { healthRoutes } from '../http/health.ts';
import { metrics } from '../http/metrics.ts';
import { httpServer } from '../http/server.ts';
import { faultFields, type Log } from '../log.ts';
import { archiveFlows } from '../storage/postgres/flow-archive.ts';
import type { Fault } from '../texts/yaml.ts';
import { startClock } from './clock.ts';
import { loadDialogs } from './dialogs.ts';
import { limits } from './limits.ts';
import { observers } from './observers.ts';
import { platformSignals } from './platform-signals.ts';
import { platformChannels, platforms } from './platforms.ts';
import { openStores, type Stores } from './stores.ts';
import { cacheFolder, openUnderstanding } from './understanding.ts';

export interface AppParts {
  readonly config: Config;
  readonly log: Log;
  /** The folder that holds dialogs/ and locales/. */
  readonly root: string;
  readonly now?: () => Date;
}

export interface App {
  readonly port: number;
  readonly stores: Stores;
  readonly worker: Worker;
  readonly sending: Sending;
  /** Takes nothing new, finishes what is under way, closes. */
  stop(): Promise<void>;
}

export type Started =
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

const channels: ReadonlyMap<ChannelName, Channel> = new Map([
  ['directline', directline],
  ['azure', azure],
  ...platformChannels.map((channel) => [channel.name, channel] as const),
]);

/** The one place where the parts meet. */
export async function startApp({ config, log, root, now = () => new Date() }: AppParts): Promise<Started> {
  const stores = await openStores(config, now());
  const understanding = openUnderstanding({
    dialogsDir: join(root, 'dialogs'),
    cacheDir: cacheFolder(root, config.DATA_DIR),
  });
  understanding.trained.catch((error: unknown) =>
    log.error('the classifier could not learn; the rules screen alone', faultFields(error)),
  );
  const loaded = loadDialogs({
    root,
    recogniser: understanding.current,
    centre: config.CENTRE_NAME,
    reports: stores.reports,
    channels,
    presence: async () => ({ kind: 'open' }),
    webChat: config.PUBLIC_URL,
  });
  if (loaded.kind === 'faults') {
    await stores.close();
    return loaded;
  }
  const words = loadPlatformWords(root, 'vi');
  if (words.kind === 'faults') {
    await stores.close();
    return words;
  }
  const { content, turn, troubled } = loaded.dialogs;
  const flows = [...content.library.flows].map(([name, { flow, hash }]) => ({
    name,
    hash,
    body: JSON.stringify(flow),
  }));
  await archiveFlows(stores.database.db, flows, now());
  const counted = metrics();
  const observe = observers(counted, log);
  const senders = new Map<ChannelName, Sender>();
  const sending = new Sending({ outbox: stores.outbox, senders, now, observe: observe.sending });
  const worker = new Worker({
    store: stores.conversations,
    lock: stores.lock,
    signals: stores.signals,
    compute: (open, at) => computeTurn(turn, open, at),
    troubled,
    wakeOutbox: () => sending.wake(),
    now,
    observe: observe.turn,
  });
  const received = reception(stores.conversations, worker, now);
  const azureBot = azureChannel(azureSettings(config), { reception: received, now });
  senders.set('azure', azureBot.sender);
  const signals = platformSignals(counted.registry, log, now);
  const active = platforms({ config, stores, reception: received, words: words.words, ...signals, now });
  for (const { channel, sender } of active) senders.set(channel.name, sender);
  const directLine: DirectLineParts = {
    tokens: new Tokens(stores.vault.derive('directline-token'), config.DIRECTLINE_SECRET),
    reception: received,
    hops: stores.hops,
    conversations: stores.conversations,
    attachments: stores.attachments,
    signals: stores.signals,
    now,
    mayAsk: limits(),
  };
  const clock = await startClock({
    stores,
    worker,
    sending,
    platforms: active,
    config,
    metrics: counted,
    log,
    now,
  });
  const server = httpServer({
    routes: [
      ...directLineRoutes(directLine),
      ...azureBot.routes,
      ...active.flatMap(({ routes }) => routes),
      ...webChatRoutes(await loadWebChat(join(root, 'locales'))),
      ...healthRoutes({
        registry: counted.registry,
        metricsToken: config.METRICS_TOKEN,
        unready: () => unready(stores),
      }),
    ],
    streams: directLineStreams(directLine),
    observe: observe.request,
    trustedProxies: config.TRUSTED_PROXIES,
  });
  const port = await server.listen(config.PORT, config.HOST);
  await worker.sweep(0);
  sending.wake();
  return { kind: 'app', app: { port, stores, worker, sending, stop } };

  async function stop(): Promise<void> {
    await server.drain();
    await understanding.stop();
    await clock.stop();
    await worker.stop();
    await sending.idle();
    await stores.close();
  }
}

function azureSettings(config: Config) {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId } = config;
  return { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId };
}

async function unready(stores: Stores): Promise<readonly string[]> {
  try {
    await stores.database.executeSql('select 1');
    return [];
  } catch {
    return ['database'];
  }
}
