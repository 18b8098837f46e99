import { fields, text } from './activity.ts';
import { type Answered, type Asked, ask, askFile, type Fetched } from './ask.ts';

const base = '/v3/directline';
const refreshEvery = 10 * 60_000;

export type Opened = 'open' | 'later' | 'ended';

/**
 * One conversation as this page knows it. Token and id live in this object alone: nothing is stored,
 * and closing the page forgets them.
 */
export class Session {
  readonly #closing = new AbortController();
  readonly #signal = this.#closing.signal;
  /** The one-use link by which a conversation moves here from another channel. */
  readonly #link: string | undefined;
  #token: string | undefined;
  #id: string | undefined;
  #refreshed = 0;
  #taking: Promise<Opened> | undefined;
  /** True once the server knows the conversation, so that it can be reconnected to. */
  begun = false;
  watermark = 0;

  constructor(link?: string) {
    this.#link = link;
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  get token(): string | undefined {
    return this.#token;
  }

  /** Makes sure there is a token that is still good. */
  async open(): Promise<Opened> {
    if (this.#token !== undefined && Date.now() - this.#refreshed < refreshEvery) return 'open';
    return this.#token === undefined ? this.#take('/chat/token') : this.refresh();
  }

  refresh(): Promise<Opened> {
    return this.#take(`${base}/tokens/refresh`);
  }

  /** A request under this conversation; a token that ran out is renewed once and the request asked again. */
  async ask(method: Asked['method'], path: string, json?: object): Promise<Answered> {
    const once = (): Promise<Answered> => ask(this.#asked(method, this.address(path), json));
    const opened = await this.open();
    if (opened !== 'open') return this.#unopened(opened);
    const first = await once();
    if (first.kind !== 'refused' || first.status !== 403) return first;
    const renewed = await this.refresh();
    return renewed === 'open' ? once() : this.#unopened(renewed);
  }

  /** A file that somebody sent here; nothing is kept of it but what the caller holds. */
  async file(id: string): Promise<Fetched> {
    const once = () => askFile(this.#asked('GET', this.address(`/attachments/${id}`)));
    if ((await this.open()) !== 'open') return 'later';
    const first = await once();
    if (first !== 'refused') return first;
    const again = (await this.refresh()) === 'open' ? await once() : 'later';
    return again === 'refused' ? 'gone' : again;
  }

  /** The stream's path and query, from the watermark on; the origin is always the page's own. */
  async streamAddress(): Promise<string | 'later' | 'ended'> {
    const path = this.begun ? `?watermark=${this.watermark}` : '';
    const answer = this.begun ? await this.ask('GET', path) : await this.#start();
    if (answer.kind !== 'done') return answer.kind === 'later' ? 'later' : 'ended';
    const url = new URL(text(fields(answer.json)['streamUrl']), location.href);
    url.searchParams.set('watermark', String(this.watermark));
    return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${url.pathname}${url.search}`;
  }

  address(path: string): string {
    return `${base}/conversations/${this.#id ?? ''}${path}`;
  }

  close(): void {
    this.#closing.abort();
    this.#token = undefined;
    this.#id = undefined;
  }

  async #start(): Promise<Answered> {
    const opened = await this.open();
    if (opened !== 'open') return this.#unopened(opened);
    return ask(this.#asked('POST', `${base}/conversations`));
  }

  /** Sending and receiving both want a token at the start; they must get the same one. */
  #take(path: string): Promise<Opened> {
    this.#taking ??= this.#fetchToken(path).finally(() => {
      this.#taking = undefined;
    });
    return this.#taking;
  }

  async #fetchToken(path: string): Promise<Opened> {
    const link = path === '/chat/token' ? this.#link : undefined;
    const answer = await ask(this.#asked('POST', path, link === undefined ? undefined : { link }));
    if (answer.kind === 'later') return 'later';
    const body = answer.kind === 'done' ? fields(answer.json) : {};
    const token = text(body['token']);
    if (token === '' || this.#signal.aborted) return 'ended';
    this.#token = token;
    this.#id ??= text(body['conversationId']);
    this.#refreshed = Date.now();
    return 'open';
  }

  #asked(method: Asked['method'], path: string, json?: object): Asked {
    const asked: Asked = { method, path, token: this.#token, signal: this.#signal };
    return json === undefined ? asked : { ...asked, json };
  }

  #unopened(opened: 'later' | 'ended'): Answered {
    return opened === 'later' ? { kind: 'later', status: 0, after: 3000 } : { kind: 'refused', status: 401 };
  }
}
