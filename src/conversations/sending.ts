import type { ChannelName } from '../domain/channel.ts';
import type { DueSending, Outbox, Sender, SendingOutcome, SendResult } from './ports.ts';

export interface SendingParts {
  readonly outbox: Outbox;
  readonly senders: ReadonlyMap<ChannelName, Sender>;
  readonly now: () => Date;
  readonly observe: (event: {
    readonly kind: SendResult['kind'];
    readonly channel: ChannelName;
    readonly errorCode?: string;
  }) => void;
}

const mostAtOnce = 50;
const firstPause = 2_000;
const longestPause = 10 * 60_000;
/** About three hours of trying; after that staff see the reply as not delivered. */
const mostTries = 24;

/**
 * Empties the outbox: each conversation's replies in order, several conversations at once. A reply is
 * marked as sent after the platform took it; a crash between the two sends it twice, never not at all.
 */
export class Sending {
  readonly #parts: SendingParts;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  wake(): void {
    if (this.#parts.senders.size === 0) return;
    this.#again = true;
    this.#running ??= this.#run()
      // The database is away: everything still lies in the outbox, and the next look finds it.
      .catch(() => undefined)
      .finally(() => {
        this.#running = undefined;
      });
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const due = await this.#parts.outbox.due(this.#parts.now(), mostAtOnce);
      await Promise.all(due.map((sending) => this.#send(sending)));
      if (due.length > 0) this.#again = true;
    }
  }

  async #send(sending: DueSending): Promise<void> {
    const result = await this.#try(sending);
    const errorCode = result.kind === 'sent' ? {} : { errorCode: result.errorCode };
    this.#parts.observe({ kind: result.kind, channel: sending.channel, ...errorCode });
    await this.#parts.outbox.record(sending.id, this.#outcome(sending, result));
  }

  async #try(sending: DueSending): Promise<SendResult> {
    const sender = this.#parts.senders.get(sending.channel);
    if (sender === undefined) return { kind: 'try-later', errorCode: 'channel.off', after: longestPause };
    try {
      return await sender.send(sending);
    } catch {
      return { kind: 'try-later', errorCode: 'channel.send-failed' };
    }
  }

  #outcome(sending: DueSending, result: SendResult): SendingOutcome {
    if (result.kind === 'sent') return { kind: 'sent' };
    if (result.kind === 'unsendable') return { kind: 'failed', errorCode: result.errorCode };
    if (result.waits !== true && sending.attempts + 1 >= mostTries)
      return { kind: 'failed', errorCode: result.errorCode };
    const pause = result.after ?? Math.min(longestPause, firstPause * 2 ** sending.attempts);
    const jitter = 0.8 + Math.random() * 0.4;
    return {
      kind: 'retry',
      at: new Date(this.#parts.now().getTime() + pause * jitter),
      errorCode: result.errorCode,
      counted: result.waits !== true,
    };
  }
}
