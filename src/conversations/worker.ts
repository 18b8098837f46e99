import { Semaphore } from 'async-mutex';
import { OperationalError } from '../domain/errors.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { TranscriptEntry } from '../domain/message.ts';
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

/** After a turn: all answered, look again at once, or leave it to the sweep. */
type Next = 'done' | 'again' | 'wait';

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
      const open = await this.#open(id);
      const [first] = open?.pending ?? [];
      if (open === undefined || first === undefined) return;
      const next = await (first.attempts === 0 ? this.#turn(open) : this.#alone(open));
      const more = next === 'again' || open.pending.length === mostEvents || this.#wanted.get(id) === true;
      if (next === 'wait' || !more) return;
      this.#wanted.set(id, false);
    }
  }

  async #open(id: ConversationId): Promise<OpenConversation | undefined> {
    try {
      return await this.#parts.store.open(id, mostEvents);
    } catch (error) {
      this.#parts.observe({ kind: 'failed', conversationId: id, error });
      return undefined;
    }
  }

  /** One event of several is at fault: taken alone, only that one is counted and set aside. */
  async #alone(open: OpenConversation): Promise<Next> {
    const [first, ...others] = open.pending;
    const next = await this.#turn({ ...open, pending: first === undefined ? [] : [first] });
    return next === 'done' && others.length > 0 ? 'again' : next;
  }

  async #turn(open: OpenConversation): Promise<Next> {
    const { store, compute, now, observe, signals, wakeOutbox } = this.#parts;
    const began = performance.now();
    try {
      const turn = await compute(open, now());
      const outcome = await store.commit(turn);
      if (outcome === 'moved-on') {
        observe({ kind: 'moved-on', conversationId: open.id });
        return 'again';
      }
      signals.changed(open.id, linesOf(turn));
      wakeOutbox();
      observe({
        kind: 'turn',
        seconds: (performance.now() - began) / 1000,
        events: open.pending.length,
        conversationId: open.id,
      });
      return 'done';
    } catch (error) {
      return this.#failed(open, error);
    }
  }

  async #failed(open: OpenConversation, error: unknown): Promise<Next> {
    const { store, observe } = this.#parts;
    observe({ kind: 'failed', conversationId: open.id, error });
    // A database that is away is not the message's fault: it waits, uncounted, for the sweep.
    if (error instanceof OperationalError && error.retryable) return 'wait';
    if (open.pending.length > 1) return this.#alone(open);
    const [first] = open.pending;
    if (first === undefined) return 'wait';
    if (first.attempts + 1 >= mostTries) return this.#park(open, error);
    await store.countFailure([first.inboxId]);
    return 'wait';
  }

  /** Sets the first event aside with its error, tells the person, and lets the next ones have their turn. */
  async #park(open: OpenConversation, error: unknown): Promise<Next> {
    const { store, now, troubled, observe, signals, wakeOutbox } = this.#parts;
    const draft = new TurnDraft(open, now());
    const [first] = open.pending;
    if (first === undefined) return 'wait';
    const clientId = first.externalId === undefined ? {} : { clientId: first.externalId };
    const body = { kind: 'said' as const, content: first.content, ...clientId };
    draft.add({ author: 'person', at: first.occurredAt, body });
    draft.say(troubled(open));
    const parked = { inboxIds: [first.inboxId], errorCode: codeOf(error) };
    if ((await store.commit({ ...draft.toCommit(), parked })) === 'moved-on') return 'again';
    observe({ kind: 'parked', conversationId: open.id, error });
    signals.changed(open.id);
    wakeOutbox();
    return 'again';
  }
}

/** The lines that a committed turn has added, as the transcript gives them. */
function linesOf({ before, entries }: TurnCommit): readonly TranscriptEntry[] {
  return entries.map((entry, index) => ({ ...entry, seq: before.lastSeq + index + 1 }));
}

/** The name of a fault; never its message, which might quote. */
function codeOf(error: unknown): string {
  if (error instanceof OperationalError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
