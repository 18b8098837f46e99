import { z } from 'zod';

/** Where a person writes to us; `directline` is our own web chat, `azure` any Azure Bot Service channel. */
export const ChannelName = z.enum(['directline', 'zalo', 'messenger', 'azure']);
export type ChannelName = z.infer<typeof ChannelName>;

/** What a channel can carry. Lengths in UTF-16 units; windows in milliseconds. */
export interface ChannelLimits {
  readonly textLength: number;
  readonly buttons: number;
  readonly buttonTitleLength: number;
  /** Whether pictures and documents of staff reach the person there. */
  readonly takesFiles: boolean;
  /** How many replies may follow one message of the person; absent: as many as needed. */
  readonly replyBudget?: { readonly replies: number; readonly within: number; readonly keptForStaff: number };
  /** How long after the person's last message a reply can be sent at all. */
  readonly replyWindow?: number;
}

/**
 * How answers reach the person: `pull` channels read the transcript themselves (Direct Line),
 * `push` channels are sent to by the outbox.
 */
export type Delivery = 'pull' | 'push';

/** Only our own web chat is read by the person's browser; every other channel is sent to. */
export function deliveryOf(channel: ChannelName): Delivery {
  return channel === 'directline' ? 'pull' : 'push';
}

export interface Channel {
  readonly name: ChannelName;
  readonly delivery: Delivery;
  readonly limits: ChannelLimits;
}
