import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Delivery, type Disturbance, deliver, escaped } from './deliver.ts';
import { type ReceivedFile, readForm } from './form.ts';
import { type Medium, serveMedium } from './media.ts';
import { inMood, type Mood } from './moods.ts';
import { type Answer, type Asked, type Served, serve } from './server.ts';

export interface MessengerOptions {
  readonly now?: () => number;
  readonly port?: number;
  readonly webhook?: () => string | undefined;
  readonly retries?: readonly number[];
  /** Told of each reply that is taken. */
  readonly onSent?: (sent: MessengerSent) => void;
}

export interface MessengerSent {
  readonly to: string;
  readonly text: string;
  readonly quickReplies: readonly { readonly title: string; readonly payload: string }[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly calls: readonly { readonly title: string; readonly payload: string }[];
  readonly tag?: string;
  readonly persona?: string;
  /** A picture or a document, as it came in. */
  readonly file?: ReceivedFile;
  readonly mid: string;
  readonly at: number;
}

interface Person {
  lastAction: number;
  unreachable: boolean;
}

const hour = 3_600_000;

const QuickReply = z.looseObject({ title: z.string().min(1).max(20), payload: z.string().max(1000) });
const Link = z.looseObject({ title: z.string().max(20), url: z.string() });
const Call = z.looseObject({
  type: z.literal('phone_number'),
  title: z.string().max(20),
  payload: z.string().regex(/^\+\d+$/u),
});
const Template = z.looseObject({
  template_type: z.literal('button'),
  text: z.string().max(640),
  buttons: z
    .array(z.union([Link, Call]))
    .min(1)
    .max(3),
});
/** A file that stands in `filedata`, beside the message. */
const Media = z.looseObject({
  type: z.enum(['image', 'file']),
  payload: z.looseObject({ is_reusable: z.boolean().optional(), template_type: z.undefined().optional() }),
});
/** The platform's limits; what does not fit is error 100. */
const Message = z.looseObject({
  text: z.string().max(2000).optional(),
  metadata: z.string().max(1000).optional(),
  quick_replies: z.array(QuickReply).max(13).default([]),
  attachment: z.union([z.looseObject({ payload: Template }), Media]).optional(),
});
const Sending = z.looseObject({
  recipient: z.looseObject({ id: z.string() }),
  messaging_type: z.string().optional(),
  tag: z.string().optional(),
  persona_id: z.string().optional(),
  sender_action: z.string().optional(),
  message: Message.optional(),
});
type Sending = z.infer<typeof Sending>;
type Message = z.infer<typeof Message>;
const pageInbox = 263_902_037_430_900;

/** Plays Messenger: Graph API and webhooks of one Page, by reference/messenger.md. */
export class MessengerPlatform {
  readonly appId = '246813579024680';
  readonly appSecret = 'app-secret-invented-0123456789';
  readonly verifyToken = 'verify-token-invented';
  readonly pageId = '109876543210987';
  readonly pageToken = 'EAAG-invented-page-token';

  mood: Mood = 'up';
  delay = 0;
  humanAgentApproved = true;
  takesCallButtons = true;
  takesLinkButtons = true;
  callsPerMinute = 18_000;
  echoes: 'before' | 'after' | 'none' = 'after';
  readonly nextErrors: {
    readonly code: number;
    readonly subcode?: number;
    readonly status?: number;
    readonly minutes?: number;
  }[] = [];
  readonly sent: MessengerSent[] = [];
  readonly actions: { readonly to: string; readonly action: string }[] = [];
  readonly personas = new Map<string, string>();
  readonly pictures = new Map<string, string>();
  readonly media = new Map<string, Medium>();
  readonly profile: Record<string, unknown> = {};
  subscribed: readonly string[] = [];
  profileCalls = 0;

  readonly #options: MessengerOptions;
  readonly #people = new Map<string, Person>();
  readonly #deliveries = new Set<Promise<unknown>>();
  #minute = { start: 0, calls: 0 };
  #served: Served | undefined;

  constructor(options: MessengerOptions = {}) {
    this.#options = options;
  }

  /** The address with the version, as MESSENGER_GRAPH_URL wants it. */
  get url(): string {
    return `${this.#served?.url ?? ''}/v25.0`;
  }

  async start(): Promise<this> {
    this.#served = await serve((asked) => this.#answer(asked), this.#options.port ?? 0);
    return this;
  }

  async stop(): Promise<void> {
    await this.settled();
    await this.#served?.close();
  }

  async settled(): Promise<void> {
    while (this.#deliveries.size > 0) await Promise.allSettled([...this.#deliveries]);
  }

  makeUnreachable(personId: string): void {
    this.#person(personId).unreachable = true;
  }

  // What people do -----------------------------------------------------------

  say(from: string, text: string, how: Disturbance & { readonly at?: number } = {}): Promise<number> {
    return this.#act(from, { message: { mid: newMid(), text } }, how);
  }

  tapQuickReply(
    from: string,
    { title, payload }: { readonly title: string; readonly payload: string },
  ): Promise<number> {
    return this.#act(from, { message: { mid: newMid(), text: title, quick_reply: { payload } } });
  }

  tapButton(
    from: string,
    { title, payload }: { readonly title: string; readonly payload: string },
  ): Promise<number> {
    return this.#act(from, { postback: { mid: newMid(), title, payload } });
  }

  sendMedium(
    from: string,
    type: 'image' | 'audio' | 'video' | 'file',
    medium: Medium,
    caption?: string,
  ): Promise<number> {
    const name = randomUUID();
    this.media.set(name, medium);
    const attachments = [{ type, payload: { url: `${this.#served?.url}/media/${name}` } }];
    return this.#act(from, {
      message: { mid: newMid(), attachments, ...(caption === undefined ? {} : { text: caption }) },
    });
  }

  /** Somebody of staff answers in the Page inbox. */
  answerByHand(to: string, text: string): Promise<number> {
    const message = { mid: newMid(), is_echo: true, app_id: pageInbox, text };
    return this.send([
      { sender: { id: this.pageId }, recipient: { id: to }, timestamp: this.#now(), message },
    ]);
  }

  /** Staff mark the chat as done in the Page inbox, or the routing rules do: it is ours again. */
  passBack(to: string): Promise<number> {
    const pass_thread_control = {
      previous_owner_app_id: String(pageInbox),
      new_owner_app_id: this.appId,
      metadata: '',
    };
    return this.send([
      { sender: { id: to }, recipient: { id: this.pageId }, timestamp: this.#now(), pass_thread_control },
    ]);
  }

  /** Signs and delivers a batch; its entries stand in the order given. */
  send(events: readonly object[], how: Disturbance = {}): Promise<number> {
    const entry = [{ id: this.pageId, time: this.#now(), messaging: events }];
    return this.sendBatch({ object: 'page', entry }, how);
  }

  sendBatch(batch: object, how: Disturbance = {}): Promise<number> {
    const delivery = this.delivery(batch);
    if (delivery === undefined) return Promise.resolve(0);
    const running = deliver(delivery, this.#options.retries ?? [], how);
    this.#deliveries.add(running);
    void running.finally(() => this.#deliveries.delete(running));
    return running;
  }

  delivery(batch: object): Delivery | undefined {
    const url = this.#options.webhook?.();
    if (url === undefined) return undefined;
    const body = escaped(batch);
    const mac = createHmac('sha256', this.appSecret).update(body).digest('hex');
    const old = createHmac('sha1', this.appSecret).update(body).digest('hex');
    return {
      url,
      headers: { 'x-hub-signature-256': `sha256=${mac}`, 'x-hub-signature': `sha1=${old}` },
      body,
    };
  }

  #act(
    from: string,
    event: object,
    { at, ...how }: Disturbance & { readonly at?: number } = {},
  ): Promise<number> {
    const timestamp = at ?? this.#now();
    const person = this.#person(from);
    person.lastAction = Math.max(person.lastAction, timestamp);
    return this.send([{ sender: { id: from }, recipient: { id: this.pageId }, timestamp, ...event }], how);
  }

  #person(id: string): Person {
    const person = this.#people.get(id) ?? { lastAction: 0, unreachable: false };
    this.#people.set(id, person);
    return person;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  // What the API answers -----------------------------------------------------

  async #answer(asked: Asked): Promise<Answer> {
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (asked.url.pathname.startsWith('/media/'))
      return serveMedium(this.media.get(asked.url.pathname.slice('/media/'.length)));
    return inMood(this.mood, async () => this.#graph(asked));
  }

  async #graph(asked: Asked): Promise<Answer> {
    const { url, headers } = asked;
    const path = url.pathname.replace(/^\/v\d+\.\d+\//u, '');
    const proof = createHmac('sha256', this.appSecret).update(this.pageToken).digest('hex');
    if (headers.authorization !== `Bearer ${this.pageToken}`)
      return fault({ code: 190, subcode: 463, status: 401 });
    if (url.searchParams.get('appsecret_proof') !== proof) return fault({ code: 100 });
    const planned =
      path.endsWith('/messages') && !asked.body.includes('sender_action')
        ? this.nextErrors.shift()
        : undefined;
    if (planned !== undefined) return fault(planned);
    if (this.#tooMany()) return fault({ code: 613 });
    if (path === 'me/messenger_profile') return this.#profile(asked);
    if (path === `${this.pageId}/personas`) return this.#personas(asked);
    if (path === `${this.pageId}/subscribed_apps`) return this.#subscribe(asked);
    return path === `${this.pageId}/messages` ? this.#messages(asked) : fault({ code: 100 });
  }

  #tooMany(): boolean {
    const start = Math.floor(this.#now() / 60_000);
    if (this.#minute.start !== start) this.#minute = { start, calls: 0 };
    this.#minute.calls += 1;
    return this.#minute.calls > this.callsPerMinute;
  }

  #profile({ method, body }: Asked): Answer {
    if (method === 'GET')
      return { status: 200, body: { data: Object.keys(this.profile).length === 0 ? [] : [this.profile] } };
    this.profileCalls += 1;
    const wanted = JSON.parse(body.toString('utf8'));
    if ('persistent_menu' in wanted && !('get_started' in this.profile)) return fault({ code: 100 });
    Object.assign(this.profile, wanted);
    return { status: 200, body: { result: 'success' } };
  }

  #personas({ method, body }: Asked): Answer {
    if (method === 'GET')
      return {
        status: 200,
        body: { data: [...this.personas].map(([id, name]) => ({ id, name, profile_picture_url: '' })) },
      };
    const id = String(100_000_000_000_000 + this.personas.size);
    const { name, profile_picture_url } = JSON.parse(body.toString('utf8'));
    this.personas.set(id, name);
    this.pictures.set(name, profile_picture_url);
    return { status: 200, body: { id } };
  }

  #subscribe({ method, body }: Asked): Answer {
    const ours =
      this.subscribed.length === 0
        ? []
        : [{ id: this.appId, name: 'app', subscribed_fields: this.subscribed }];
    if (method === 'GET') return { status: 200, body: { data: ours } };
    this.subscribed = JSON.parse(body.toString('utf8')).subscribed_fields;
    return { status: 200, body: { success: true } };
  }

  /** JSON, or a form in which the recipient and the message are JSON. */
  async #messages(asked: Asked): Promise<Answer> {
    const form = await readForm(asked);
    if (form === undefined) return this.#message(Sending.safeParse(parsed(asked.body.toString('utf8'))).data);
    const { recipient = '', message = '', ...others } = form.fields;
    const sending = Sending.safeParse({
      ...others,
      recipient: parsed(recipient),
      message: parsed(message),
    });
    return this.#message(sending.data, form.files['filedata']);
  }

  #message(asked: Sending | undefined, file?: ReceivedFile): Answer {
    if (asked === undefined) return fault({ code: 100 });
    const to = asked.recipient.id;
    const person = this.#people.get(to);
    if (person === undefined) return fault({ code: 100, subcode: 2018001 });
    if (person.unreachable) return fault({ code: 551, subcode: 1545041 });
    if (asked.sender_action !== undefined) {
      this.actions.push({ to, action: asked.sender_action });
      return { status: 200, body: { recipient_id: to } };
    }
    const refused = this.#outside(asked, person) ?? this.#wrongPersona(asked);
    const { message } = asked;
    if (message === undefined || (message.text === undefined && message.attachment === undefined))
      return fault({ code: 100 });
    const wantsCalls = templateOf(message)?.buttons.some((button) => !('url' in button)) ?? false;
    if (wantsCalls && !this.takesCallButtons) return fault({ code: 100 });
    const wantsLinks = templateOf(message)?.buttons.some((button) => 'url' in button) ?? false;
    if (wantsLinks && !this.takesLinkButtons) return fault({ code: 100 });
    return refused ?? wrongFile(message, file) ?? this.#take(asked, message, file);
  }

  #outside({ messaging_type, tag }: Sending, person: Person): Answer | undefined {
    const age = this.#now() - person.lastAction;
    if (messaging_type === 'RESPONSE' && age <= 24 * hour) return undefined;
    if (messaging_type === 'MESSAGE_TAG' && tag !== 'HUMAN_AGENT') return fault({ code: 100 });
    if (messaging_type === 'MESSAGE_TAG' && this.humanAgentApproved && age <= 7 * 24 * hour) return undefined;
    return fault({ code: 10, subcode: 2018278 });
  }

  #wrongPersona({ persona_id }: Sending): Answer | undefined {
    return persona_id === undefined || this.personas.has(persona_id) ? undefined : fault({ code: 100 });
  }

  #take({ recipient, tag, persona_id }: Sending, message: Message, file?: ReceivedFile): Answer {
    const to = recipient.id;
    const mid = newMid();
    const template = templateOf(message);
    const sent: MessengerSent = {
      to,
      text: message.text ?? template?.text ?? '',
      quickReplies: message.quick_replies,
      links: (template?.buttons ?? []).flatMap((button) => Link.safeParse(button).data ?? []),
      calls: (template?.buttons ?? []).flatMap((button) => Call.safeParse(button).data ?? []),
      mid,
      at: this.#now(),
      ...(tag === undefined ? {} : { tag }),
      ...(persona_id === undefined ? {} : { persona: this.personas.get(persona_id) ?? '' }),
      ...(file === undefined ? {} : { file }),
    };
    this.sent.push(sent);
    this.#options.onSent?.(sent);
    if (this.echoes !== 'none') this.#echo(sent, message);
    return { status: 200, body: { recipient_id: to, message_id: mid } };
  }

  #echo({ to, file, mid }: MessengerSent, { text, metadata }: Message): void {
    const type = file?.contentType.startsWith('image/') ? 'image' : 'file';
    const attachments = [{ type, payload: { url: 'https://scontent.xx.fbcdn.net/v/t1.15752-9/0' } }];
    const message = {
      mid,
      is_echo: true,
      app_id: Number(this.appId),
      ...(text === undefined ? {} : { text }),
      ...(file === undefined ? {} : { attachments }),
      ...(metadata === undefined ? {} : { metadata }),
    };
    void this.send(
      [{ sender: { id: this.pageId }, recipient: { id: to }, timestamp: this.#now(), message }],
      { delay: this.echoes === 'before' ? 0 : 30 },
    );
  }
}

function templateOf({ attachment }: Message): z.infer<typeof Template> | undefined {
  const template = Template.safeParse(attachment?.payload);
  return template.success ? template.data : undefined;
}

const megabyte = 1024 * 1024;

/** A file without a message for it, a message without its file, words beside a file, a wrong kind or size. */
function wrongFile(message: Message, file: ReceivedFile | undefined): Answer | undefined {
  const media = Media.safeParse(message.attachment);
  if (media.success !== (file !== undefined)) return fault({ code: 100 });
  if (!media.success || file === undefined) return undefined;
  if (message.text !== undefined) return fault({ code: 100 });
  const isImage = media.data.type === 'image';
  if (isImage && !file.contentType.startsWith('image/')) return fault({ code: 100, subcode: 2018047 });
  return file.bytes.length > (isImage ? 8 : 25) * megabyte ? fault({ code: 100 }) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fault({
  code,
  subcode,
  status = 400,
  minutes,
}: {
  code: number;
  subcode?: number;
  status?: number;
  minutes?: number;
}): Answer {
  const usage = JSON.stringify({
    page: [{ type: 'messenger', call_count: 100, estimated_time_to_regain_access: minutes }],
  });
  const error = {
    message: 'as the platform words it',
    type: 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    fbtrace_id: 'A0invented',
  };
  return {
    status,
    ...(minutes === undefined ? {} : { headers: { 'x-business-use-case-usage': usage } }),
    body: { error },
  };
}

function newMid(): string {
  return `m_${randomBytes(32).toString('base64url')}`;
}
