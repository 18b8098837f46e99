import { Semaphore } from 'async-mutex';
import { OperationalError } from '../domain/errors.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { ConversationStore, Lock, OpenConversation, Said, Signals, TurnCommit } from './ports.ts';
import { TurnDraft } from './turn-draft.ts';

export interface WorkerParts {
  readonly store: ConversationStore;
  readonly lock: Lock;
  readonly signals: Signals;
  readonly compute: (open: OpenConversation, now: Date) => Promise<TurnCommit>;
  /** The kind sentence with 111 for when a turn has failed for good. */
  readonly troubled: (open: OpenConversation) => Said;
  /** Wakes the sending of replies to platforms. */
  readonly wakeOutbox: () => void;
  readonly now: () => Date;
  readonly observe: (event: TurnEvent) => void;
}

export type TurnEvent =
  | {
      readonly kind: 'turn';
      readonly seconds: number;
      readonly events: number;
      readonly conversationId: ConversationId;
    }
  | { readonly kind: 'failed' | 'parked'; readonly conversationId: ConversationId; readonly error: unknown }
  | { readonly kind: 'moved-on'; readonly conversationId: ConversationId };

/** Events of one turn: a burst is answered in portions, so that no conversation holds the others up. */
const mostEvents = 20;
const mostTries = 3;
const mostAtOnce = 16;

/**
 * Answers conversations: one turn at a time in each (lock), in order (inbox), true only by the
 * version. A process that dies leaves its events waiting; sweep() finds them.
 */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #wanted = new Map<ConversationId, boolean>();
  readonly #running = new Set<Promise<void>>();
  readonly #slots = new Semaphore(mostAtOnce);
  #stopped = false;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Asks for a turn; while one runs in this process, it is followed by another. */
  wake(id: ConversationId): void {
    if (this.#stopped) return;
    if (this.#wanted.has(id)) {
      this.#wanted.set(id, true);
      return;
    }
    this.#wanted.set(id, false);
    const run = this.#slots.runExclusive(() => this.#drain(id)).catch(() => undefined);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  /** Wakes conversations whose events have waited for `age` milliseconds; at start with 0. */
  async sweep(age: number): Promise<void> {
    const olderThan = new Date(this.#parts.now().getTime() - age);
    for (const id of await this.#parts.store.waiting(olderThan, 500)) this.wake(id);
  }

  /** Lets the turns under way finish and begins no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([...this.#running]);
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }

  async #drain(id: ConversationId): Promise<void> {
    try {
      do {
        this.#wanted.set(id, false);
        const result = await this.#parts.lock.hold(id, () => this.#turns(id));
        // Another process holds it and will see our event, or the sweep will.
        if (result === 'busy') break;
      } while (this.#wanted.get(id) === true && !this.#stopped);
    } finally {
      this.#wanted.delete(id);
    }
  }

  async #turns(id: ConversationId): Promise<void> {
    for (;;) {
      const open = await this.#parts.store.open(id, mostEvents);
      if (open === undefined || open.pending.length === 0) return;
      const done = await this.#turn(open);
      if (!done || (open.pending.length < mostEvents && this.#wanted.get(id) !== true)) return;
      this.#wanted.set(id, false);
    }
  }

  /** False when trying again at once makes no sense. */
  async #turn(open: OpenConversation): Promise<boolean> {
    const { store, compute, now, observe, signals, wakeOutbox } = this.#parts;
    const began = performance.now();
    try {
      const outcome = await store.commit(await compute(open, now()));
      if (outcome === 'moved-on') observe({ kind: 'moved-on', conversationId: open.id });
      signals.changed(open.id);
      wakeOutbox();
      observe({
        kind: 'turn',
        seconds: (performance.now() - began) / 1000,
        events: open.pending.length,
        conversationId: open.id,
      });
      return true;
    } catch (error) {
      return this.#failed(open, error);
    }
  }

  async #failed(open: OpenConversation, error: unknown): Promise<boolean> {
    const { store, observe } = this.#parts;
    observe({ kind: 'failed', conversationId: open.id, error });
    // A database that is away is not the message's fault: it waits, uncounted, for the sweep.
    if (error instanceof OperationalError && error.retryable) return false;
    const [first] = open.pending;
    if (first === undefined) return false;
    if (first.attempts + 1 >= mostTries) {
      await this.#park(open, error);
      return true;
    }
    await store.countFailure([first.inboxId]);
    return true;
  }

  /** Sets the first event aside with its error, tells the person, and lets the next ones have their turn. */
  async #park(open: OpenConversation, error: unknown): Promise<void> {
    const { store, now, troubled, observe, signals, wakeOutbox } = this.#parts;
    const draft = new TurnDraft(open, now());
    const [first] = open.pending;
    if (first === undefined) return;
    draft.add({ author: 'person', at: first.occurredAt, body: { kind: 'said', content: first.content } });
    draft.say(troubled(open));
    const parked = { inboxIds: [first.inboxId], errorCode: codeOf(error) };
    await store.commit({ ...draft.toCommit(), parked });
    observe({ kind: 'parked', conversationId: open.id, error });
    signals.changed(open.id);
    wakeOutbox();
  }
}

/** The name of a fault; never its message, which might quote. */
function codeOf(error: unknown): string {
  if (error instanceof OperationalError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
