import type { ChannelLimits } from '../../domain/channel.ts';

const hour = 3600 * 1000;

export interface ZaloSettings {
  readonly appId: string;
  readonly appSecret: string;
  /** Signs webhooks; shown in the console under Official Account → Webhook, and not the app secret. */
  readonly oaSecretKey: string;
  /** Without it events of any OA of the app are taken. */
  readonly oaId?: string;
  /** `https://openapi.zalo.me`, or a platform played on this machine. */
  readonly apiUrl: string;
  readonly oauthUrl: string;
  /** For the first start only. */
  readonly refreshToken?: string;
  /** The code of Zalo's file `zalo_verifier….html`, which proves that the domain is ours. */
  readonly siteVerification?: string;
  readonly limits: ChannelLimits;
  /** How a tap on a button comes back: `hide` as our value, unseen in the chat; `show` as the title, like typed words. */
  readonly taps: 'hide' | 'show';
  /** The sources disagree whether buttons need `template_type: "button"`; none by default. */
  readonly buttonTemplateType?: string;
  /** Sources give 4,000 a minute and app; below that there is room for the other calls. */
  readonly callsPerMinute: number;
}

/** Limits as documented; each can be changed in the configuration, for sources disagree on the quota. */
export const zaloLimits: ChannelLimits = {
  textLength: 2000,
  buttons: 5,
  buttonTitleLength: 100,
  takesFiles: true,
  replyBudget: { replies: 8, within: 48 * hour, keptForStaff: 3 },
  replyWindow: 48 * hour,
};

export function zaloLimitsWith(replies: number): ChannelLimits {
  return { ...zaloLimits, replyBudget: { replies, within: 48 * hour, keptForStaff: 3 } };
}

/** After this nobody is reached any more (-230), whoever writes. */
export const staffWindow = 7 * 24 * hour;

export const zaloDefaults = {
  apiUrl: 'https://openapi.zalo.me',
  oauthUrl: 'https://oauth.zaloapp.com',
  limits: zaloLimits,
  taps: 'hide',
  callsPerMinute: 3_500,
} as const;

/** Where the files that people send lie; links of other hosts are not followed. */
export const zaloMediaHosts = ['zdn.vn', 'zadn.vn'] as const;
