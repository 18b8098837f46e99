import { Line, LiveEvent } from './events.ts';

export type Link = 'connecting' | 'open' | 'lost' | 'ended';

export interface StreamListener {
  event(event: LiveEvent): void;
  /** What was missed cannot be told: load everything afresh. */
  afresh(): void;
  link(link: Link): void;
}

const silenceLimit = 40_000;
const firstPause = 500;
const longestPause = 15_000;
const sessionEnded = 4401;

/**
 * The live events. Keeps the last id and reconnects with it, so that nothing is missed and nothing
 * comes twice; answers pings, which keeps the member present.
 */
export class Stream {
  #last: number | undefined;
  #socket: WebSocket | undefined;
  #pause = firstPause;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  readonly #open: (after: number | undefined) => WebSocket;
  readonly #listener: StreamListener;

  constructor(listener: StreamListener, open: (after: number | undefined) => WebSocket = openSocket) {
    this.#listener = listener;
    this.#open = open;
  }

  connect(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#listener.link('connecting');
    const socket = this.#open(this.#last);
    this.#socket = socket;
    this.#listen();
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#hear(String(data));
    });
    socket.addEventListener('close', ({ code }) => {
      if (socket === this.#socket) this.#drop(code);
    });
  }

  /** Tries again now: the browser says that the network is back, or the page is looked at again. */
  hurry(): void {
    if (this.#socket === undefined) this.connect();
  }

  /** The browser says that the network is gone: a socket would say nothing about it for most of a minute. */
  cut(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#drop(0);
    socket.close();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
  }

  #hear(text: string): void {
    this.#listen();
    const line = Line.safeParse(parsed(text));
    if (!line.success) return;
    const { kind, id, last, resumed } = line.data;
    if (kind === 'ping') this.#socket?.send('{"kind":"pong"}');
    if (kind === 'hello') this.#welcome(last ?? 0, resumed ?? false);
    if (id === undefined || (this.#last !== undefined && id <= this.#last)) return;
    this.#last = id;
    const event = LiveEvent.safeParse(line.data);
    if (event.success) this.#listener.event(event.data);
  }

  #welcome(last: number, resumed: boolean): void {
    this.#pause = firstPause;
    this.#listener.link('open');
    if (resumed && this.#last !== undefined) return;
    this.#last = last;
    this.#listener.afresh();
  }

  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#socket?.close();
      this.#drop(0);
    }, silenceLimit);
  }

  #drop(code: number): void {
    this.#socket = undefined;
    clearTimeout(this.#silence);
    if (this.#closed) return;
    this.#listener.link(code === sessionEnded ? 'ended' : 'lost');
    if (code === sessionEnded) return;
    // Spread, so that all consoles do not come back in the same moment after a restart.
    this.#retry = setTimeout(() => this.connect(), this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }
}

function openSocket(after: number | undefined): WebSocket {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const resume = after === undefined ? '' : `?after=${after}`;
  return new WebSocket(`${scheme}//${location.host}/console/api/events${resume}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
