import { type MessengerSettings, messengerLimits } from '../channels/messenger/settings.ts';
import { type ZaloSettings, zaloDefaults, zaloLimitsWith } from '../channels/zalo/settings.ts';
import type { Config } from '../config.ts';

/** Of a platform whose secrets are there; without them it is off. */
export function zaloSettings(config: Config): ZaloSettings | undefined {
  const { ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_SECRET_KEY, ZALO_OA_ID, ZALO_REFRESH_TOKEN } = config;
  if (ZALO_APP_ID === undefined || ZALO_APP_SECRET === undefined || ZALO_OA_SECRET_KEY === undefined)
    return undefined;
  return {
    ...zaloDefaults,
    appId: ZALO_APP_ID,
    appSecret: ZALO_APP_SECRET,
    oaSecretKey: ZALO_OA_SECRET_KEY,
    apiUrl: withoutSlash(config.ZALO_API_URL),
    oauthUrl: withoutSlash(config.ZALO_OAUTH_URL),
    limits: zaloLimitsWith(config.ZALO_FREE_REPLIES),
    taps: config.ZALO_TAPS,
    callsPerMinute: config.ZALO_CALLS_PER_MINUTE,
    ...(config.ZALO_BUTTON_TEMPLATE === undefined ? {} : { buttonTemplateType: config.ZALO_BUTTON_TEMPLATE }),
    ...(config.ZALO_SITE_VERIFICATION === undefined
      ? {}
      : { siteVerification: config.ZALO_SITE_VERIFICATION }),
    ...(ZALO_OA_ID === undefined ? {} : { oaId: ZALO_OA_ID }),
    ...(ZALO_REFRESH_TOKEN === undefined ? {} : { refreshToken: ZALO_REFRESH_TOKEN }),
  };
}

export function messengerSettings(config: Config): MessengerSettings | undefined {
  const {
    MESSENGER_APP_ID,
    MESSENGER_APP_SECRET,
    MESSENGER_VERIFY_TOKEN,
    MESSENGER_PAGE_ID,
    MESSENGER_PAGE_TOKEN,
  } = config;
  if (
    MESSENGER_APP_ID === undefined ||
    MESSENGER_APP_SECRET === undefined ||
    MESSENGER_VERIFY_TOKEN === undefined
  )
    return undefined;
  if (MESSENGER_PAGE_ID === undefined || MESSENGER_PAGE_TOKEN === undefined) return undefined;
  return {
    appId: MESSENGER_APP_ID,
    appSecret: MESSENGER_APP_SECRET,
    verifyToken: MESSENGER_VERIFY_TOKEN,
    pageId: MESSENGER_PAGE_ID,
    pageToken: MESSENGER_PAGE_TOKEN,
    graphUrl: withoutSlash(config.MESSENGER_GRAPH_URL),
    limits: messengerLimits,
    humanAgent: config.MESSENGER_HUMAN_AGENT === 'on',
    callButtons: config.MESSENGER_CALL_BUTTONS === 'on',
    callsPerMinute: config.MESSENGER_CALLS_PER_MINUTE,
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/u, '');
}
