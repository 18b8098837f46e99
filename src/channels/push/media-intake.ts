import { z } from 'zod';
import type { AttachmentStore, Reception } from '../../conversations/ports.ts';
import type { HeldEvent, HeldEvents } from '../../conversations/push-ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import { ChannelName } from '../../domain/channel.ts';
import { OperationalError, UserError } from '../../domain/errors.ts';
import type { Content } from '../../domain/message.ts';
import { fetchMedia, type MediaRule } from './fetch-media.ts';
import { backOff } from './pace.ts';

/** A message whose files are still on the platform's side. */
export const WithMedia = z.strictObject({
  channel: ChannelName,
  senderId: z.string(),
  externalId: z.string(),
  occurredAt: z.number().int(),
  text: z.string().optional(),
  urls: z.array(z.string()).readonly(),
});
export type WithMedia = Readonly<z.infer<typeof WithMedia>>;

export interface MediaParts {
  readonly held: HeldEvents;
  readonly attachments: Pick<AttachmentStore, 'keep'>;
  readonly reception: Reception;
  readonly now: () => Date;
}

const mostTries = 6;
const lease = 90_000;
const atOnce = 10;

/**
 * Files must be fetched before their links expire, but a webhook must be answered within two seconds:
 * the event is held (sealed, in the database), the webhook answered, and the files fetched right after.
 */
export class MediaIntake {
  readonly #parts: MediaParts;
  readonly #rule: MediaRule;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(parts: MediaParts, rule: MediaRule) {
    this.#parts = parts;
    this.#rule = rule;
  }

  async hold(event: WithMedia): Promise<'held' | 'duplicate'> {
    const held = await this.#parts.held.hold(event.externalId, event, this.#parts.now());
    if (held === 'held') void this.work();
    return held;
  }

  /** Fetches what is due; also called by a timer, for what a dead process left behind. */
  work(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const due = await this.#claim();
      if (due.length === atOnce) this.#again = true;
      await Promise.all(due.map((held) => this.#take(held)));
    }
  }

  async #claim(): Promise<readonly HeldEvent[]> {
    try {
      return await this.#parts.held.claim(this.#parts.now(), atOnce, lease);
    } catch {
      // The database is away; the timer comes back.
      return [];
    }
  }

  async #take(held: HeldEvent): Promise<void> {
    try {
      const event = WithMedia.parse(held.event);
      const files = await this.#fetchAll(event);
      const complete = files !== 'failed' || held.attempts >= mostTries;
      if (!complete) await this.#sayTextNow(event);
      if (!complete) return await this.#parts.held.later(held.id, this.#after(held.attempts));
      await this.#receive(event, files === 'failed' ? [] : files, held.attempts > 1);
      await this.#parts.held.done(held.id);
    } catch {
      // Whatever it was, the event is still held and its lease ends; nothing of it may reach a log.
    }
  }

  /** What the person wrote beside a picture may be a cry for help; it does not wait for the picture. */
  async #sayTextNow({ channel, senderId, externalId, occurredAt, text }: WithMedia): Promise<void> {
    if (text === undefined) return;
    await this.#parts.reception.receive({
      channel,
      senderId,
      externalId: `${externalId}#text`,
      occurredAt,
      content: { kind: 'text', text },
    });
  }

  async #receive(event: WithMedia, files: readonly AttachmentRef[], textIsSaid: boolean): Promise<void> {
    const { channel, senderId, externalId, occurredAt } = event;
    const text = textIsSaid ? undefined : event.text;
    const content: Content = {
      kind: 'attachments',
      attachments: [...files],
      ...(text === undefined ? {} : { text }),
    };
    await this.#parts.reception.receive({ channel, senderId, externalId, occurredAt, content });
  }

  async #fetchAll(event: WithMedia): Promise<readonly AttachmentRef[] | 'failed'> {
    const files: AttachmentRef[] = [];
    for (const url of event.urls) {
      const fetched = await fetchMedia(url, this.#rule);
      if (fetched.kind === 'failed') return 'failed';
      if (fetched.kind === 'refused') continue;
      const kept = await this.#keep(event, fetched.bytes);
      if (kept === 'failed') return 'failed';
      if (kept !== 'refused') files.push(kept);
    }
    return files;
  }

  async #keep(
    { channel, senderId }: WithMedia,
    bytes: Buffer,
  ): Promise<AttachmentRef | 'refused' | 'failed'> {
    try {
      return await this.#parts.attachments.keep({ channel, senderId, bytes }, this.#parts.now());
    } catch (error) {
      if (error instanceof UserError) return 'refused';
      if (error instanceof OperationalError && error.retryable) return 'failed';
      throw error;
    }
  }

  #after(attempts: number): Date {
    return new Date(this.#parts.now().getTime() + backOff(attempts, 2_000, 60_000));
  }
}
