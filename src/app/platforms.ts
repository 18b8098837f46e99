import { createHmac } from 'node:crypto';
import { messenger, messengerMedia, messengerRoutes } from '../channels/messenger/channel.ts';
import { Personas } from '../channels/messenger/personas.ts';
import { picturePath, pictureRoute } from '../channels/messenger/picture.ts';
import { messengerSender } from '../channels/messenger/send.ts';
import type { MessengerSettings } from '../channels/messenger/settings.ts';
import type { PlatformWords } from '../channels/push/load-words.ts';
import { Pace } from '../channels/push/pace.ts';
import type { Alarm, Count } from '../channels/push/signals.ts';
import { zalo, zaloMedia, zaloRoutes } from '../channels/zalo/channel.ts';
import { zaloSender } from '../channels/zalo/send.ts';
import { type ZaloSettings, zaloLimitsWith } from '../channels/zalo/settings.ts';
import { ZaloTokens } from '../channels/zalo/tokens.ts';
import type { Config } from '../config.ts';
import type { Reception, Sender } from '../conversations/ports.ts';
import type { Channel, ChannelName } from '../domain/channel.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { Route } from '../domain/route.ts';
import { largestFile } from '../storage/files/intake.ts';
import { heldEvents } from '../storage/postgres/held-events.ts';
import { replyBudget } from '../storage/postgres/reply-budget.ts';
import { sendingMarks } from '../storage/postgres/sending-marks.ts';
import { tokenStore } from '../storage/postgres/zalo-tokens.ts';
import { messengerSettings, zaloSettings } from './platform-settings.ts';
import type { Stores } from './stores.ts';

export interface PlatformParts {
  readonly config: Config;
  readonly stores: Stores;
  readonly reception: Reception;
  readonly words: PlatformWords;
  readonly alarm: Alarm;
  readonly count: (channel: ChannelName) => Count;
  readonly now: () => Date;
  /** First name of the member of staff who wrote a line, for channels that can show it. */
  readonly staffName: (id: ConversationId, seq: number) => Promise<string | undefined>;
}

/** A platform's channel, ready to be mounted. */
export interface Platform {
  readonly channel: Channel;
  readonly routes: readonly Route[];
  readonly sender: Sender;
  /** By the clock, every few seconds: files still to be fetched, a token near its end. */
  tick(): Promise<void>;
}

/** Zalo and Messenger, each if its secrets are there. */
export function platforms(parts: PlatformParts): readonly Platform[] {
  return [zaloPlatform(parts), messengerPlatform(parts)].filter((platform) => platform !== undefined);
}

/** The channels with their limits as configured, also those that are off: content is checked for all. */
export function platformChannels({ ZALO_FREE_REPLIES }: Config): readonly Channel[] {
  return [{ ...zalo, limits: zaloLimitsWith(ZALO_FREE_REPLIES) }, messenger];
}

export function zaloTokens(
  settings: ZaloSettings,
  { stores, alarm, now }: Pick<PlatformParts, 'stores' | 'alarm' | 'now'>,
): ZaloTokens {
  const key = stores.vault.derive('token-fingerprint');
  return new ZaloTokens({
    app: settings,
    store: tokenStore(stores.database.db, stores.vault),
    lock: stores.lock,
    alarm,
    now,
    fingerprint: (text) => createHmac('sha256', key).update(text).digest('base64url'),
    ...(settings.refreshToken === undefined ? {} : { seed: settings.refreshToken }),
  });
}

function zaloPlatform(parts: PlatformParts): Platform | undefined {
  const settings = zaloSettings(parts.config);
  if (settings === undefined) return undefined;
  const { reception, alarm, now, words } = parts;
  const kept = keptFor(parts, 'zalo');
  const tokens = zaloTokens(settings, parts);
  const media = zaloMedia(settings, { ...kept, reception, now, largestFile });
  const pace = new Pace(settings.callsPerMinute, now);
  return {
    channel: { ...zalo, limits: settings.limits },
    routes: zaloRoutes({
      settings,
      reception,
      media,
      marks: kept.marks,
      alarm,
      count: parts.count('zalo'),
      now,
    }),
    sender: zaloSender({
      settings,
      tokens,
      budget: kept.budget,
      marks: kept.marks,
      files: kept.attachments,
      pace,
      alarm,
      now,
      opening: words.opening,
    }),
    tick: async () => {
      await media.work();
      await tokens.look();
    },
  };
}

function messengerPlatform(parts: PlatformParts): Platform | undefined {
  const settings = messengerSettings(parts.config);
  if (settings === undefined) return undefined;
  const { reception, alarm, now, words } = parts;
  const kept = keptFor(parts, 'messenger');
  const media = messengerMedia(settings, { ...kept, reception, now, largestFile });
  const pace = new Pace(settings.callsPerMinute, now);
  return {
    channel: messenger,
    routes: [
      ...messengerRoutes({
        settings,
        reception,
        media,
        marks: kept.marks,
        alarm,
        count: parts.count('messenger'),
        now,
      }),
      pictureRoute(),
    ],
    sender: messengerSender({
      settings,
      budget: kept.budget,
      marks: kept.marks,
      files: kept.attachments,
      pace,
      alarm,
      now,
      opening: words.opening,
      ...personasFor(parts, settings),
    }),
    tick: () => media.work(),
  };
}

/** Meta fetches the picture from us, so staff have a face of their own only where our address is known. */
function personasFor({ config, staffName }: PlatformParts, access: MessengerSettings) {
  if (config.PUBLIC_URL === undefined) return {};
  const picture = new URL(picturePath, config.PUBLIC_URL).href;
  return { staffName, personas: new Personas({ access, pageId: access.pageId, picture }) };
}

function keptFor({ stores }: PlatformParts, channel: ChannelName) {
  const { db } = stores.database;
  return {
    held: heldEvents(db, stores.vault, channel),
    marks: sendingMarks(db, stores.vault),
    budget: replyBudget(db),
    attachments: stores.attachments,
  };
}
