import { join } from 'node:path';
import { azure, azureChannel } from '../bot/azure.ts';
import { handoffInitiation, handoffStatus } from '../bot/handoff-events.ts';
import { directLineRoutes, directLineStreams, directline } from '../channels/directline/channel.ts';
import type { DirectLineParts } from '../channels/directline/parts.ts';
import { Tokens } from '../channels/directline/verify.ts';
import { loadPlatformWords } from '../channels/push/load-words.ts';
import { loadWebChat } from '../channels/web/load.ts';
import { webChatRoutes } from '../channels/web/page.ts';
import type { Config } from '../config.ts';
import { findSaid } from '../conversations/find-said.ts';
import type { Sender } from '../conversations/ports.ts';
import { reception } from '../conversations/reception.ts';
import { Sending } from '../conversations/sending.ts';
import type { TurnParts } from '../conversations/turn/parts.ts';
import { computeTurn } from '../conversations/turn/turn.ts';
import { Worker } from '../conversations/worker.ts';
import type { Channel, ChannelName } from '../domain/channel.ts';
import { healthRoutes } from '../http/health.ts';
import { metrics } from '../http/metrics.ts';
import { httpServer } from '../http/server.ts';
import { faultFields, type Log } from '../log.ts';
import type { StaffConsole } from '../staff/console.ts';
import { archiveFlows } from '../storage/postgres/flow-archive.ts';
import type { Fault } from '../texts/yaml.ts';
import { createSecondOpinion, type SecondOpinion } from '../understanding/clu/second-opinion.ts';
import { consolePages } from '../web/serve-console.ts';
import { startClock } from './clock.ts';
import { loadDialogs } from './dialogs.ts';
import { chatLimits } from './limits.ts';
import { observers } from './observers.ts';
import { platformSignals } from './platform-signals.ts';
import { platformChannels, platforms } from './platforms.ts';
import { rescreenIfChanged } from './rescreen.ts';
import { openStaffConsole, type StaffSettings, staffNames } from './staff.ts';
import { openStores, type Stores } from './stores.ts';
import { cacheFolder, openUnderstanding } from './understanding.ts';

export interface AppParts {
  readonly config: Config;
  readonly log: Log;
  /** The folder that holds dialogs/ and locales/. */
  readonly root: string;
  readonly now?: () => Date;
  /** Builds the staff console's pages and gives their folder; without it /console says that they are not there. */
  readonly buildConsole?: () => Promise<string>;
}

export interface App {
  readonly port: number;
  readonly stores: Stores;
  readonly worker: Worker;
  readonly sending: Sending;
  readonly staff: StaffConsole;
  /** Takes nothing new, finishes what is under way, closes. */
  stop(): Promise<void>;
}

export type Started =
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

function channelsFor(config: Config): ReadonlyMap<ChannelName, Channel> {
  const all = [directline, azure, ...platformChannels(config)];
  return new Map(all.map((channel) => [channel.name, channel]));
}

/** The one place where the parts meet. */
export async function startApp({
  config,
  log,
  root,
  now = () => new Date(),
  buildConsole = noConsole,
}: AppParts): Promise<Started> {
  const channels = channelsFor(config);
  const stores = await openStores(config, now());
  const understanding = openUnderstanding({
    dialogsDir: join(root, 'dialogs'),
    cacheDir: cacheFolder(root, config.DATA_DIR),
  });
  understanding.trained.catch((error: unknown) =>
    log.error('the classifier could not learn; the rules screen alone', faultFields(error)),
  );
  let staffPresence: StaffConsole['presence'] = async () => 'closed';
  const loaded = loadDialogs({
    root,
    recogniser: understanding.current,
    ...secondOpinionOf(config),
    centre: config.CENTRE_NAME,
    reports: stores.reports,
    findSaid: (conversation, externalId) => findSaid(stores.conversations, conversation, externalId),
    channels,
    presence: async () => presenceOf(await staffPresence()),
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
  const { words: botWords, content, turn, troubled } = loaded.dialogs;
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
  let wakeStaff = (): void => undefined;
  const worker = new Worker({
    store: stores.conversations,
    lock: stores.lock,
    signals: stores.signals,
    compute: (open, at) => computeTurn(turn, open, at),
    troubled,
    wakeOutbox: () => sending.wake(),
    now,
    observe: (event) => {
      observe.turn(event);
      if (event.kind === 'turn') wakeStaff();
    },
  });
  const received = reception(stores.conversations, worker, now);
  let carryOut: StaffConsole['partner'] = async () => ({ kind: 'refused', why: 'not-found' });
  const azureBot = azureChannel(azureSettings(config), {
    reception: received,
    conversations: stores.conversations,
    carryOut: (call) => carryOut(call),
    now,
  });
  senders.set('azure', azureBot.sender);
  const signals = platformSignals(counted.registry, log, now);
  const active = platforms({
    config,
    stores,
    reception: received,
    words: words.words,
    staffName: staffNames(stores),
    ...signals,
    now,
  });
  for (const { channel, sender } of active) senders.set(channel.name, sender);
  const staff = await openStaffConsole({
    root,
    stores,
    publicUrl: new URL(config.PUBLIC_URL ?? `http://localhost:${config.PORT}`),
    settings: staffSettings(config),
    channels,
    readDialog: turn.runner.read,
    speak: (key, conversation, dialog) => botWords.speak(key, conversation, dialog).message,
    askRating: (conversation, dialog) => botWords.rating(conversation, dialog)?.message,
    signsOf: (text) => understanding.current().recognise(text).signs,
    receiptWords: turn.receiptWords,
    wakeOutbox: () => sending.wake(),
    handoffActivity: handoffInitiation,
    now,
  });
  staffPresence = staff.presence;
  wakeStaff = staff.wake;
  carryOut = staff.partner;
  const directLine: DirectLineParts = {
    tokens: new Tokens(stores.vault.derive('directline-token'), config.DIRECTLINE_SECRET),
    reception: received,
    hops: stores.hops,
    conversations: stores.conversations,
    attachments: stores.attachments,
    signals: stores.signals,
    now,
    mayAsk: stores.limiter(chatLimits),
    desk: { initiation: handoffInitiation, status: handoffStatus, carryOut: staff.partner },
  };
  const pages = consolePages(buildConsole);
  const clock = await startClock({
    staff,
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
      ...staff.routes,
      ...pages.routes,
      ...webChatRoutes(await loadWebChat(join(root, 'locales'))),
      ...healthRoutes({
        registry: counted.registry,
        metricsToken: config.METRICS_TOKEN,
        unready: () => unready(stores),
      }),
    ],
    streams: [...directLineStreams(directLine), ...staff.streams],
    observe: observe.request,
    trustedProxies: config.TRUSTED_PROXIES,
  });
  const port = await server.listen(config.PORT, config.HOST);
  await worker.sweep(0);
  sending.wake();
  // The classifier's word counts as well, so it must have learnt; a start with changed rules waits for that alone.
  const rescreened = understanding.trained
    .then(() => rescreenIfChanged(stores, understanding.current, now))
    .then(
      (done) =>
        done !== undefined &&
        log.info('the rules of danger were read anew', {
          count: done.looked,
          raised: done.raised,
          lower: done.lower,
        }),
    )
    .catch((error: unknown) => log.error('screening again failed', faultFields(error)));
  return { kind: 'app', app: { port, stores, worker, sending, staff, stop } };

  async function stop(): Promise<void> {
    staff.close();
    await server.drain();
    await understanding.stop();
    await rescreened;
    await clock.stop();
    await worker.stop();
    await sending.idle();
    await stores.close();
  }
}

const minutesWhenBusy = 10;

function presenceOf(
  presence: Awaited<ReturnType<StaffConsole['presence']>>,
): Awaited<ReturnType<TurnParts['presence']>> {
  return presence === 'busy' ? { kind: 'busy', minutes: minutesWhenBusy } : { kind: presence };
}

async function noConsole(): Promise<string> {
  throw new Error('the console was not asked for');
}

function staffSettings(config: Config): StaffSettings {
  const { SMTP_URL, MAIL_FROM, DESK_WEBHOOK_URL, DESK_WEBHOOK_SECRET, DESK_WEBHOOK_WORDS } = config;
  return {
    ...(SMTP_URL === undefined || MAIL_FROM === undefined
      ? {}
      : { mail: { url: SMTP_URL, from: MAIL_FROM } }),
    ...(DESK_WEBHOOK_URL === undefined || DESK_WEBHOOK_SECRET === undefined
      ? {}
      : {
          webhook: {
            url: DESK_WEBHOOK_URL,
            secret: DESK_WEBHOOK_SECRET,
            words: DESK_WEBHOOK_WORDS === 'on',
          },
        }),
  };
}

function secondOpinionOf(config: Config): { readonly secondOpinion?: SecondOpinion } {
  const { CLU_ENDPOINT: endpoint, CLU_KEY: key, CLU_PROJECT: project, CLU_DEPLOYMENT: deployment } = config;
  if (endpoint === undefined || key === undefined || project === undefined || deployment === undefined)
    return {};
  return { secondOpinion: createSecondOpinion({ endpoint, key, project, deployment }) };
}

function azureSettings(config: Config) {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId } = config;
  return {
    MicrosoftAppId,
    MicrosoftAppPassword,
    MicrosoftAppType,
    MicrosoftAppTenantId,
    handoff: config.AZURE_HANDOFF === 'on',
  };
}

async function unready(stores: Stores): Promise<readonly string[]> {
  try {
    await stores.database.executeSql('select 1');
    return [];
  } catch {
    return ['database'];
  }
}
