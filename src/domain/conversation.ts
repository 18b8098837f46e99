import { z } from 'zod';
import type { ChannelName } from './channel.ts';
import type { Holder } from './holder.ts';
import { ReportId } from './ids.ts';
import { Urgency } from './urgency.ts';

/** What is kept of a receipt until the person has read it back; gone after that. */
export const ReadBack = z.strictObject({ digits: z.string(), words: z.string() });
export type ReadBack = Readonly<z.infer<typeof ReadBack>>;

/** The only way from a conversation to its report; sealed with the conversation and gone with its key. */
export const ReportLink = z.strictObject({ id: ReportId, submitted: z.boolean() });
export type ReportLink = Readonly<z.infer<typeof ReportLink>>;

/**
 * What the conversation remembers between two turns, sealed under its data key. `dialogStack` is the
 * Bot Framework's own dialog state: its shape belongs to bot/.
 */
export const Memory = z.strictObject({
  dialog: z.unknown(),
  report: ReportLink.optional(),
  /** Drafts left behind by starting over; "delete what I wrote" takes them too. */
  leftDrafts: z.array(ReportId).default([]),
  /** The report found by receipt in this conversation, for the status flow. */
  found: ReportId.optional(),
  readBack: ReadBack.optional(),
  /** Transcript lines that showed a secret; their words are removed with the next turn. */
  secrets: z.array(z.number().int()).default([]),
  /** Wrong receipts tried here, and until when no more are looked up. */
  wrongReceipts: z.number().int().min(0).default(0),
  receiptsFrom: z.iso.datetime({ offset: true }).optional(),
  greeted: z.boolean().default(false),
  /** How urgent it was where it came from. */
  carriedUrgency: Urgency.optional(),
  /** Came by a link from another channel, and has not been met here yet. */
  arrived: z.boolean().default(false),
  /** The person's own safe word: brings up the weather, as the standing one does. */
  safeWord: z.string().optional(),
  /** The person's last messages, for danger that is spread over several bubbles; newest first. */
  recent: z.array(z.string()).max(4).default([]),
  /** Signs already answered by the danger flows, so that a form is not interrupted twice for one thing. */
  alarmed: z.array(z.string()).max(50).default([]),
  /** Until when pranks get no answer; any sign of danger ends it. */
  quietUntil: z.iso.datetime({ offset: true }).optional(),
  /** The end of the block that a sign of danger has lifted. */
  blockBroken: z.iso.datetime({ offset: true }).optional(),
  /** The talk with a human that may still be rated; gone with the next thing the person does. */
  rate: z.strictObject({ urgency: Urgency, closing: z.string() }).optional(),
  pranks: z.number().int().min(0).default(0),
});
export type Memory = Readonly<z.infer<typeof Memory>>;

/** One person on one channel. `version` grows with each turn; `epoch` with each change of holder. */
export interface Conversation<Id = string> {
  readonly id: Id;
  readonly channel: ChannelName;
  readonly holder: Holder;
  readonly epoch: number;
  readonly locale: string;
  readonly version: number;
  readonly lastSeq: number;
  readonly urgency: Urgency;
  readonly lastPersonAt: Date;
}
