import { type Batch, type Heard, readBatch } from './activity.ts';
import type { Session } from './session.ts';

export interface Listener {
  hear(heard: Heard): void;
  /** `lost` once nothing has got through for a while; `ended` when the server knows us no more. */
  link(state: 'up' | 'lost' | 'ended'): void;
}

const pollEvery = 2000;
const checkEvery = 25_000;
const firstDelay = 400;
const longestDelay = 10_000;
/** After so many failed sockets in a row, for instance behind a proxy that knows none, it polls. */
const socketTries = 2;
const socketAgain = 60_000;

/**
 * Everything that comes in, by WebSocket where one holds and by polling where none does. The watermark and
 * the activity ids decide: whatever way a message comes, it is heard once and in order.
 */
export class Receiving {
  readonly #session: Session;
  readonly #listener: Listener;
  readonly #seen = new Set<string>();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #socketFailures = 0;
  #noSocketUntil = 0;
  #catching = false;

  constructor(session: Session, listener: Listener) {
    this.#session = session;
    this.#listener = listener;
    const checking = setInterval(() => void this.catchUp(), checkEvery);
    session.signal.addEventListener('abort', () => {
      clearInterval(checking);
      this.#drop();
    });
  }

  /** Begins, or begins again now: after sleep, or when the network came back. */
  connect(): void {
    this.#drop();
    if (this.#stopped) return;
    if (Date.now() < this.#noSocketUntil) this.#after(0, () => this.#poll());
    else void this.#openSocket();
  }

  /** Looks once for what a silently dead socket may have kept back. */
  async catchUp(): Promise<void> {
    if (this.#catching || this.#stopped || !this.#session.begun) return;
    this.#catching = true;
    const news = await this.#fetch();
    this.#catching = false;
    if (news === 'news' && this.#socket?.readyState === WebSocket.OPEN) this.connect();
  }

  get #stopped(): boolean {
    return this.#session.signal.aborted;
  }

  async #openSocket(): Promise<void> {
    const address = await this.#session.streamAddress();
    if (this.#stopped) return;
    if (address === 'ended') return this.#listener.link('ended');
    if (address === 'later') return this.#retry();
    const socket = new WebSocket(address);
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#up();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (socket === this.#socket && typeof data === 'string' && data !== '') this.#take(data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#closed(opened);
    };
  }

  #closed(opened: boolean): void {
    this.#socket = undefined;
    this.#socketFailures = opened ? 0 : this.#socketFailures + 1;
    if (this.#socketFailures >= socketTries) {
      this.#noSocketUntil = Date.now() + socketAgain;
      this.#socketFailures = 0;
    }
    this.#retry();
  }

  async #poll(): Promise<void> {
    const outcome = await this.#fetch();
    if (this.#stopped || outcome === 'ended') return;
    if (outcome === 'later') return this.#retry();
    this.#up();
    if (Date.now() >= this.#noSocketUntil) return this.connect();
    this.#after(pollEvery, () => this.#poll());
  }

  async #fetch(): Promise<'news' | 'nothing' | 'later' | 'ended'> {
    const answer = await this.#session.ask('GET', `/activities?watermark=${this.#session.watermark}`);
    if (this.#stopped) return 'ended';
    if (answer.kind === 'done') return this.#hearAll(readBatch(answer.json)) ? 'news' : 'nothing';
    if (answer.kind === 'later') return 'later';
    this.#listener.link('ended');
    return 'ended';
  }

  #take(data: string): void {
    try {
      this.#hearAll(readBatch(JSON.parse(data)));
    } catch {
      this.connect();
    }
  }

  #hearAll({ heard, watermark }: Batch): boolean {
    let news = false;
    for (const one of heard) {
      if (one.kind === 'message' && this.#seen.has(one.id)) continue;
      if (one.kind === 'message') this.#seen.add(one.id);
      news = true;
      this.#listener.hear(one);
    }
    if (watermark !== undefined) this.#session.watermark = Math.max(this.#session.watermark, watermark);
    return news;
  }

  #up(): void {
    this.#failures = 0;
    this.#listener.link('up');
  }

  /** Waits longer each time, with chance mixed in, so that a thousand phones do not return in one moment. */
  #retry(): void {
    this.#failures += 1;
    if (this.#failures >= 2) this.#listener.link('lost');
    const most = Math.min(longestDelay, firstDelay * 2 ** this.#failures);
    this.#after(most * (0.5 + Math.random() / 2), () => this.connect());
  }

  #after(delay: number, then: () => unknown): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, delay);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }
}
