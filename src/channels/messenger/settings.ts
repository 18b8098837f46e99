import type { ChannelLimits } from '../../domain/channel.ts';

const hour = 3600 * 1000;

export interface MessengerSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly pageId: string;
  readonly pageToken: string;
  /** With the version, e.g. `https://graph.facebook.com/v25.0`; a version lives about two years. */
  readonly graphUrl: string;
  readonly limits: ChannelLimits;
  /** Meta has approved the feature "Human Agent": staff may answer for 7 days, with the tag. */
  readonly humanAgent: boolean;
  /** Numbers like 111 as call buttons; off until a tap was seen to reach 111 on a real phone. */
  readonly callButtons: boolean;
  readonly callsPerMinute: number;
}

/** As documented: 13 quick replies with 20 letters each; 24 hours after the person's last action. */
export const messengerLimits: ChannelLimits = {
  textLength: 2000,
  buttons: 13,
  buttonTitleLength: 20,
  takesFiles: true,
  replyWindow: 24 * hour,
};

/** A person may answer by hand this long with the tag HUMAN_AGENT; automated text may not. */
export const humanAgentWindow = 7 * 24 * hour;

export const messengerDefaults = {
  graphUrl: 'https://graph.facebook.com/v25.0',
  limits: messengerLimits,
  humanAgent: false,
  callButtons: false,
  callsPerMinute: 6_000,
} as const;

export const messengerMediaHosts = ['fbcdn.net', 'fbsbx.com'] as const;
