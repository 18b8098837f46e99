import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Delivery, type Disturbance, deliver, escaped } from './deliver.ts';
import { isForm, type ReceivedFile, readForm } from './form.ts';
import { type Medium, serveMedium } from './media.ts';
import { inMood, type Mood } from './moods.ts';
import { type Answer, type Asked, type Served, serve } from './server.ts';
import { ZaloUploads } from './zalo-uploads.ts';

export interface ZaloOptions {
  readonly now?: () => number;
  readonly port?: number;
  /** Where webhooks go; none are sent without it. */
  readonly webhook?: () => string | undefined;
  /** Waits before each retry of a webhook. */
  readonly retries?: readonly number[];
  /** Told of each reply that is taken. */
  readonly onSent?: (sent: ZaloSent) => void;
}

export interface ZaloSent {
  readonly to: string;
  readonly text: string;
  readonly buttons: readonly { readonly title: string; readonly type: string; readonly payload: unknown }[];
  /** A picture or a document, as it was uploaded. */
  readonly file?: ReceivedFile;
  readonly quota: 'reply' | 'purchase_quota';
  readonly messageId: string;
  readonly at: number;
}

interface Person {
  lastInteraction: number;
  replies: number;
  blocked: boolean;
}

const hour = 3_600_000;

const Button = z.looseObject({ title: z.string(), type: z.string(), payload: z.unknown() });
const Element = z.looseObject({ media_type: z.literal('image'), attachment_id: z.string() });
const Message = z.looseObject({
  text: z.string().default(''),
  attachment: z
    .looseObject({
      type: z.enum(['template', 'file']).default('template'),
      payload: z.looseObject({
        buttons: z.array(Button).optional(),
        template_type: z.string().optional(),
        elements: z.array(Element).length(1).optional(),
        token: z.string().optional(),
      }),
    })
    .optional(),
});
type Message = z.infer<typeof Message>;
const Sending = z.looseObject({
  recipient: z.looseObject({
    user_id: z.string().optional(),
    anonymous_id: z.string().optional(),
    conversation_id: z.string().optional(),
  }),
  message: Message,
});
type Sending = z.infer<typeof Sending>;

/** Plays Zalo: OA API v3.0, OAuth v4 and webhooks, by reference/zalo-oa.md. */
export class ZaloPlatform {
  readonly appId = '1029384756102938475';
  readonly appSecret = 'app-secret-invented';
  readonly oaSecretKey = 'oa-secret-invented-0123456789';
  readonly oaId = '4455667788990011223';

  mood: Mood = 'up';
  oauthMood: Mood = 'up';
  /** After so many more calls the mood becomes another. */
  moodAfter: { calls: number; readonly mood: Mood } | undefined;
  /** After so many more calls the token is revoked. */
  revokeAfter: number | undefined;
  delay = 0;
  takesButtons = true;
  /** Replies beyond the free ones are charged; without money they are refused. */
  hasMoney = false;
  callsPerMinute = 4_000;
  freeReplies = 8;
  echoes: 'before' | 'after' | 'none' = 'after';
  wire: 'escaped' | 'utf8' | 'spaced' = 'escaped';
  /** Errors to answer with instead, one call each. */
  readonly nextErrors: number[] = [];
  readonly sent: ZaloSent[] = [];
  readonly media = new Map<string, Medium>();
  readonly uploads = new ZaloUploads(() => this.#now());
  readonly requests: { readonly path: string; readonly body: string }[] = [];
  refreshes = 0;

  readonly #options: ZaloOptions;
  readonly #people = new Map<string, Person>();
  readonly #codes = new Map<string, string>();
  readonly #deliveries = new Set<Promise<unknown>>();
  #access = '';
  #refresh = `RT-${randomUUID()}`;
  #accessUntil = 0;
  #minute = { start: 0, calls: 0 };
  #served: Served | undefined;

  constructor(options: ZaloOptions = {}) {
    this.#options = options;
  }

  get url(): string {
    return this.#served?.url ?? '';
  }

  /** The refresh token that works now, as the console shows it. */
  get refreshToken(): string {
    return this.#refresh;
  }

  async start(): Promise<this> {
    this.#served = await serve((asked) => this.#answer(asked), this.#options.port ?? 0);
    return this;
  }

  async stop(): Promise<void> {
    await this.settled();
    await this.#served?.close();
  }

  /** Waits until every webhook under way is delivered or given up. */
  async settled(): Promise<void> {
    while (this.#deliveries.size > 0) await Promise.allSettled([...this.#deliveries]);
  }

  /** As if the token were revoked: the next call is answered -216. */
  revokeAccess(): void {
    this.#access = '';
  }

  /** As if another program had used the refresh token. */
  revokeRefresh(): void {
    this.#refresh = `RT-${randomUUID()}`;
  }

  block(personId: string): void {
    this.#person(personId).blocked = true;
  }

  // What people do -----------------------------------------------------------

  say(from: string, text: string, how: Disturbance & { readonly at?: number } = {}): Promise<number> {
    return this.#message('user_send_text', from, { text }, how);
  }

  /** A tap on a button: a query comes back as text, with nothing that says it was a tap. */
  tap(from: string, payload: string, how: Disturbance = {}): Promise<number> {
    return this.say(from, payload, how);
  }

  sendMedium(
    from: string,
    kind: 'image' | 'audio' | 'video' | 'file',
    medium: Medium,
    caption?: string,
  ): Promise<number> {
    const name = randomUUID();
    this.media.set(name, medium);
    const attachments = [{ type: kind, payload: { url: `${this.url}/media/${name}` } }];
    return this.#message(
      `user_send_${kind}`,
      from,
      { attachments, ...(caption === undefined ? {} : { text: caption }) },
      {},
    );
  }

  follow(from: string): Promise<number> {
    this.#interact(from);
    return this.send({
      event_name: 'follow',
      oa_id: this.oaId,
      follower: { id: from },
      source: 'oa_profile',
    });
  }

  unfollow(from: string): Promise<number> {
    return this.send({
      event_name: 'unfollow',
      oa_id: this.oaId,
      follower: { id: from },
      source: 'oa_profile',
    });
  }

  /** A person of staff answers in OA Manager. */
  answerByHand(to: string, text: string): Promise<number> {
    const message = { text, msg_id: newMessageId() };
    return this.send({
      event_name: 'oa_send_text',
      sender: { id: this.oaId, admin_id: '5544332211009988776' },
      recipient: { id: to },
      message,
    });
  }

  /** Signs and delivers any event. */
  send(
    event: Readonly<Record<string, unknown>>,
    { at, ...how }: Disturbance & { readonly at?: number } = {},
  ): Promise<number> {
    const delivery = this.delivery({ app_id: this.appId, ...event, timestamp: String(at ?? this.#now()) });
    if (delivery === undefined) return Promise.resolve(0);
    const running = deliver(delivery, this.#options.retries ?? [], how);
    this.#deliveries.add(running);
    void running.finally(() => this.#deliveries.delete(running));
    return running;
  }

  /** The signed webhook of an event, not yet delivered. */
  delivery(event: Readonly<Record<string, unknown>>): Delivery | undefined {
    const url = this.#options.webhook?.();
    if (url === undefined) return undefined;
    const body = this.#written(event);
    const mac = createHash('sha256')
      .update(`${this.appId}${body}${String(event['timestamp'])}${this.oaSecretKey}`)
      .digest('hex');
    return { url, headers: { 'x-zevent-signature': `mac=${mac}` }, body };
  }

  #written(event: unknown): string {
    if (this.wire === 'escaped') return escaped(event);
    return this.wire === 'spaced' ? JSON.stringify(event, undefined, 1) : JSON.stringify(event);
  }

  #message(
    name: string,
    from: string,
    message: object,
    how: Disturbance & { readonly at?: number },
  ): Promise<number> {
    this.#interact(from, how.at);
    const event = {
      event_name: name,
      sender: { id: from },
      recipient: { id: this.oaId },
      message: { ...message, msg_id: newMessageId() },
    };
    return this.send(event, how);
  }

  #interact(id: string, at = this.#now()): void {
    const person = this.#person(id);
    person.lastInteraction = Math.max(person.lastInteraction, at);
    person.replies = 0;
  }

  #person(id: string): Person {
    const person = this.#people.get(id) ?? { lastInteraction: 0, replies: 0, blocked: false };
    this.#people.set(id, person);
    return person;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  // What the API answers -----------------------------------------------------

  async #answer(asked: Asked): Promise<Answer> {
    const { pathname } = asked.url;
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (pathname.startsWith('/media/')) return serveMedium(this.media.get(pathname.slice('/media/'.length)));
    if (pathname === '/v4/oa/permission') return this.#consent(asked.url.searchParams);
    if (pathname === '/v4/oa/access_token') return inMood(this.oauthMood, async () => this.#token(asked));
    this.requests.push({ path: pathname, body: isForm(asked) ? '' : asked.body.toString('utf8') });
    this.#turnOfEvents();
    return inMood(this.mood, async () => this.#api(asked));
  }

  #turnOfEvents(): void {
    if (this.moodAfter?.calls === 0) {
      this.mood = this.moodAfter.mood;
      this.moodAfter = undefined;
    } else if (this.moodAfter !== undefined) this.moodAfter.calls -= 1;
    if (this.revokeAfter === 0) {
      this.revokeAccess();
      this.revokeAfter = undefined;
    } else if (this.revokeAfter !== undefined) this.revokeAfter -= 1;
  }

  /** The administrator agrees at once. */
  #consent(query: URLSearchParams): Answer {
    const code = randomUUID();
    this.#codes.set(code, query.get('code_challenge') ?? '');
    const back = new URL(query.get('redirect_uri') ?? 'http://localhost/');
    back.search = new URLSearchParams({ code, oa_id: this.oaId, state: query.get('state') ?? '' }).toString();
    return { status: 302, headers: { location: back.href }, body: '' };
  }

  #token({ headers, body }: Asked): Answer {
    const fields = new URLSearchParams(body.toString('utf8'));
    if (headers['secret_key'] !== this.appSecret || fields.get('app_id') !== this.appId)
      return oauthError(-14_002);
    if (fields.get('grant_type') === 'refresh_token') {
      this.refreshes += 1;
      if (fields.get('refresh_token') !== this.#refresh) return oauthError(-14_014);
      return this.#newPair();
    }
    const challenge = this.#codes.get(fields.get('code') ?? '');
    this.#codes.delete(fields.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(fields.get('code_verifier') ?? '')
      .digest('base64url');
    return challenge !== undefined && challenge === verifier ? this.#newPair() : oauthError(-14_004);
  }

  /** Each refresh kills both tokens that were before. */
  #newPair(): Answer {
    this.#access = `AT-${randomUUID()}`;
    this.#refresh = `RT-${randomUUID()}`;
    this.#accessUntil = this.#now() + 25 * hour;
    return {
      status: 200,
      body: { access_token: this.#access, refresh_token: this.#refresh, expires_in: '90000' },
    };
  }

  async #api(asked: Asked): Promise<Answer> {
    const { url, headers, body } = asked;
    if (headers['access_token'] !== this.#access || this.#access === '') return fault(-216);
    if (this.#now() >= this.#accessUntil) return fault(-220);
    const planned = this.nextErrors.shift();
    if (planned !== undefined) return fault(planned);
    if (this.#tooMany()) return fault(-32);
    const kind = /^\/v2\.0\/oa\/upload\/(\w+)$/u.exec(url.pathname)?.[1];
    if (kind !== undefined)
      return uploaded(kind, this.uploads.take(kind, (await readForm(asked))?.files['file']));
    const sending = Sending.safeParse(JSON.parse(body.toString('utf8')));
    if (!sending.success) return fault(-201);
    if (url.pathname === '/v3.0/oa/message/cs') return this.#consultation(sending.data);
    if (url.pathname === '/v2.0/oa/message') return this.#anonymous(sending.data);
    return fault(-212);
  }

  #tooMany(): boolean {
    const start = Math.floor(this.#now() / 60_000);
    if (this.#minute.start !== start) this.#minute = { start, calls: 0 };
    this.#minute.calls += 1;
    return this.#minute.calls > this.callsPerMinute;
  }

  #anonymous({ recipient, message }: Sending): Answer {
    if (recipient.anonymous_id === undefined || recipient.conversation_id === undefined) return fault(-240);
    const wrong = this.#wrongForm(message);
    if (wrong !== undefined) return fault(wrong);
    return this.#take(`${recipient.conversation_id}|${recipient.anonymous_id}`, message, 'reply');
  }

  #consultation({ recipient, message }: Sending): Answer {
    const to = recipient.user_id ?? '';
    const person = this.#people.get(to);
    if (person === undefined || person.lastInteraction === 0) return fault(-232);
    if (person.blocked) return fault(-244);
    const age = this.#now() - person.lastInteraction;
    if (age > 7 * 24 * hour) return fault(-230);
    const wrong = this.#wrongForm(message);
    if (wrong !== undefined) return fault(wrong);
    const free = age <= 48 * hour && person.replies < this.freeReplies;
    if (!free && !this.hasMoney) return fault(-321);
    person.replies += 1;
    return this.#take(to, message, free ? 'reply' : 'purchase_quota');
  }

  #wrongForm({ text, attachment }: Message): number | undefined {
    if (text === '' && attachment === undefined) return -201;
    if (text.length > 2000) return -210;
    const file = this.#fileOf(attachment);
    if (typeof file === 'number') return file;
    const buttons = attachment?.payload.buttons;
    if (buttons === undefined) return undefined;
    if (!this.takesButtons || buttons.length === 0 || buttons.length > 5) return -201;
    return buttons.every(goodButton) ? undefined : -201;
  }

  /** The uploaded file that a message names; a fault when it names one that is not there. */
  #fileOf(attachment: Message['attachment']): ReceivedFile | number | undefined {
    if (attachment === undefined || attachment.payload.buttons !== undefined) return undefined;
    const { template_type, elements, token } = attachment.payload;
    if (attachment.type === 'file') return this.uploads.find('file', token);
    return template_type === 'media' ? this.uploads.find('image', elements?.[0]?.attachment_id) : -201;
  }

  #take(to: string, { text, attachment }: Message, quota: ZaloSent['quota']): Answer {
    const messageId = newMessageId();
    const buttons = attachment?.payload.buttons ?? [];
    const found = this.#fileOf(attachment);
    const file = typeof found === 'object' ? { file: found } : {};
    const sent: ZaloSent = { to, text, buttons, quota, messageId, at: this.#now(), ...file };
    this.sent.push(sent);
    this.#options.onSent?.(sent);
    if (this.echoes !== 'none') this.#echo(sent);
    const data = {
      message_id: messageId,
      user_id: to,
      sent_time: String(this.#now()),
      quota: { quota_type: quota, owner_type: 'OA', owner_id: this.oaId },
    };
    return { status: 200, body: { data, error: 0, message: 'Success' } };
  }

  #echo({ to, text, file, messageId }: ZaloSent): void {
    const isPicture = file?.contentType.startsWith('image/') ?? false;
    const name = file === undefined ? 'oa_send_text' : isPicture ? 'oa_send_image' : 'oa_send_file';
    void this.send(
      {
        event_name: name,
        sender: { id: this.oaId },
        recipient: { id: to },
        message: {
          ...(text === '' ? {} : { text }),
          ...(file === undefined ? {} : { attachments: [attachmentOf(file)] }),
          msg_id: messageId,
        },
      },
      { delay: this.echoes === 'before' ? 0 : 30 },
    );
  }
}

const Url = z.looseObject({ url: z.url() });
const Phone = z.looseObject({ phone_code: z.string() });

function goodButton({ title, type, payload }: z.infer<typeof Button>): boolean {
  if (title === '' || title.length > 100) return false;
  if (type === 'oa.query.show' || type === 'oa.query.hide')
    return typeof payload === 'string' && payload.length <= 1000;
  if (type === 'oa.open.url') return Url.safeParse(payload).success;
  return type === 'oa.open.phone' && Phone.safeParse(payload).success;
}

function uploaded(kind: string, id: string | number): Answer {
  if (typeof id === 'number') return fault(id);
  const data = kind === 'file' ? { token: id } : { attachment_id: id };
  return { status: 200, body: { error: 0, message: 'Success', data } };
}

/** As the echo of a picture or a document tells it. */
function attachmentOf({ contentType, name, bytes }: ReceivedFile): object {
  if (contentType.startsWith('image/')) {
    const url = 'https://f6.photo.talk.zdn.vn/0000000000000000008/full.jpg';
    return { type: 'image', payload: { thumbnail: url, url } };
  }
  const url = 'https://dl.zdn.vn/0000000000000000010/file.pdf';
  return { type: 'file', payload: { url, size: String(bytes.length), name, type: name.split('.').at(-1) } };
}

function fault(error: number): Answer {
  return { status: 200, body: { error, message: 'as the platform words it' } };
}

function oauthError(error: number): Answer {
  return {
    status: 200,
    body: { error, error_name: 'refused', error_reason: '', ref_doc: '', error_description: '' },
  };
}

function newMessageId(): string {
  return randomBytes(10).toString('hex');
}
