import type { Answered } from './ask.ts';
import type { Session } from './session.ts';
import { upload } from './upload.ts';

/** What the page posts; `clientId` stays the same however often it is tried, so the server knows a repeat. */
export interface Parcel {
  readonly clientId: string;
  readonly activity: object;
  readonly file?: File;
  /** Shows how it fares. */
  report(state: ParcelState): void;
}

export type ParcelState =
  | { readonly kind: 'sending'; readonly share?: number }
  | { readonly kind: 'waiting'; readonly busy: boolean }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly status: number };

const longestDelay = 15_000;

/**
 * Posts one parcel after another, in the order they were written. One that cannot go now holds back those
 * behind it; one that is refused for good is left visible and does not.
 */
export class Sending {
  readonly #queue: Parcel[] = [];
  readonly #onEnded: () => void;
  #session: Session;
  #busy = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, onEnded: () => void) {
    this.#session = session;
    this.#onEnded = onEnded;
  }

  post(parcel: Parcel): void {
    this.#queue.push(parcel);
    parcel.report(this.#tries > 0 ? { kind: 'waiting', busy: false } : { kind: 'sending' });
    if (this.#tries === 0) void this.#drain();
  }

  /** Tries at once instead of at the end of the pause: the network is back, or the person asks. */
  hurry(): void {
    clearTimeout(this.#timer);
    void this.#drain();
  }

  /** Goes on in a new conversation with what the old one no longer took; `first` goes before it. */
  moveTo(session: Session, first: Parcel): void {
    this.#session = session;
    this.#busy = false;
    this.#tries = 0;
    this.#queue.unshift(first);
    this.hurry();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const session = this.#session;
    for (let parcel = this.#queue[0]; parcel !== undefined; parcel = this.#queue[0]) {
      parcel.report({ kind: 'sending' });
      const answer = await send(session, parcel);
      if (session.signal.aborted) return;
      if (answer.kind === 'later' || isOver(answer)) {
        this.#hold(answer);
        break;
      }
      this.#settle(parcel, answer);
    }
    this.#busy = false;
  }

  #settle(parcel: Parcel, answer: Exclude<Answered, { kind: 'later' }>): void {
    this.#tries = 0;
    this.#queue.shift();
    if (answer.kind === 'done') this.#session.begun = true;
    parcel.report(answer.kind === 'done' ? { kind: 'sent' } : { kind: 'refused', status: answer.status });
  }

  #hold(answer: Answered): void {
    const busy = answer.kind === 'later' && answer.status === 429;
    for (const parcel of this.#queue) parcel.report({ kind: 'waiting', busy });
    if (answer.kind !== 'later') {
      this.#onEnded();
      return;
    }
    const delay = Math.min(longestDelay, answer.after * 1.6 ** this.#tries);
    this.#tries += 1;
    this.#timer = setTimeout(() => void this.#drain(), delay);
  }
}

function send(session: Session, parcel: Parcel): Promise<Answered> {
  const activity = { ...parcel.activity, channelData: { clientActivityID: parcel.clientId } };
  if (parcel.file === undefined) return session.ask('POST', '/activities', activity);
  const progress = (share: number): void => parcel.report({ kind: 'sending', share });
  return upload(session, { activity, file: parcel.file, progress });
}

/** The server knows this conversation no more; the parcel itself is not at fault. */
function isOver(answer: Answered): boolean {
  return (
    answer.kind === 'refused' && (answer.status === 401 || answer.status === 403 || answer.status === 404)
  );
}
