import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ReceivedFile } from './form.ts';
import { onePixel } from './media.ts';
import type { MessengerPlatform } from './messenger-platform.ts';
import { type Answer, type Asked, type Served, serve } from './server.ts';
import type { ZaloPlatform } from './zalo-platform.ts';

const Act = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('say'),
    text: z.string().min(1).max(20_000),
    copies: z.number().int().min(1).max(5).default(1),
  }),
  z.object({
    kind: z.literal('tap'),
    title: z.string(),
    payload: z.string(),
    say: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('picture') }),
  z.object({ kind: z.literal('staff'), text: z.string().min(1) }),
  z.object({ kind: z.literal('arrive') }),
  z.object({ kind: z.literal('leave') }),
  z.object({ kind: z.literal('mood'), mood: z.enum(['up', 'down', 'cut', 'lost', 'lying']) }),
]);
type Act = z.infer<typeof Act>;
const Who = z.object({ on: z.enum(['zalo', 'messenger']), as: z.string().regex(/^\d{1,20}$/u) });
type Who = z.infer<typeof Who>;

interface Line {
  readonly by: 'person' | 'bot' | 'staff' | 'note';
  readonly text: string;
  readonly at: number;
  /** A picture or a document that staff sent. */
  readonly file?: { readonly href: string; readonly name: string; readonly picture: boolean };
  readonly buttons?: readonly {
    readonly title: string;
    readonly payload?: string;
    readonly href?: string;
    readonly say?: boolean;
  }[];
}

/** A page on which a person chats as a Zalo or Messenger user, with the platforms played behind it. */
export class ChatDesk {
  readonly #zalo: ZaloPlatform;
  readonly #messenger: MessengerPlatform;
  readonly #lines = new Map<string, Line[]>();

  constructor(zalo: ZaloPlatform, messenger: MessengerPlatform) {
    this.#zalo = zalo;
    this.#messenger = messenger;
  }

  serve(port: number): Promise<Served> {
    return serve((asked) => this.#answer(asked), port);
  }

  async #answer({ method, url, body }: Asked): Promise<Answer> {
    if (method === 'GET' && (url.pathname === '/' || url.pathname === '/chat-page.js'))
      return page(url.pathname);
    if (method === 'GET' && url.pathname.startsWith('/file/'))
      return this.#file(url.pathname.slice('/file/'.length));
    const who = Who.safeParse(Object.fromEntries(url.searchParams));
    if (!who.success) return { status: 404, body: {} };
    if (method === 'GET') return { status: 200, body: this.#transcript(who.data) };
    const act = Act.safeParse(JSON.parse(body.toString('utf8')));
    if (!act.success) return { status: 400, body: {} };
    // Delivery may go on for minutes while the program is away; the page does not wait for it.
    void this.#act(who.data, act.data);
    return { status: 202, body: {} };
  }

  async #act(who: Who, act: Act): Promise<number> {
    this.#note(who, act);
    const { on, as } = who;
    const platform = on === 'zalo' ? this.#zalo : this.#messenger;
    switch (act.kind) {
      case 'say':
        return platform.say(as, act.text, { copies: act.copies });
      case 'tap':
        if (act.say) return platform.say(as, act.title);
        return on === 'zalo' ? this.#zalo.tap(as, act.payload) : this.#messenger.tapQuickReply(as, act);
      case 'picture':
        return platform.sendMedium(as, 'image', onePixel);
      case 'staff':
        return platform.answerByHand(as, act.text);
      case 'arrive':
        return on === 'zalo'
          ? this.#zalo.follow(as)
          : this.#messenger.tapButton(as, { title: 'Bắt đầu', payload: 'get_started' });
      case 'leave':
        return on === 'zalo' ? this.#zalo.unfollow(as) : 200;
      case 'mood':
        platform.mood = act.mood;
        return 200;
    }
  }

  #note({ on, as }: Who, act: Act): void {
    const line = ((): Pick<Line, 'by' | 'text'> => {
      if (act.kind === 'say') return { by: 'person', text: act.text };
      if (act.kind === 'tap') return { by: 'person', text: act.title };
      if (act.kind === 'picture') return { by: 'person', text: '[ảnh]' };
      if (act.kind === 'staff') return { by: 'staff', text: act.text };
      return { by: 'note', text: act.kind === 'mood' ? `nền tảng: ${act.mood}` : act.kind };
    })();
    const key = `${on}:${as}`;
    this.#lines.set(key, [...(this.#lines.get(key) ?? []), { ...line, at: Date.now() }]);
  }

  /** What was sent, by the platform's id of the message. */
  #file(messageId: string): Answer {
    const file =
      this.#zalo.sent.find((each) => each.messageId === messageId)?.file ??
      this.#messenger.sent.find((each) => each.mid === messageId)?.file;
    if (file === undefined) return { status: 404, body: '' };
    return { status: 200, headers: { 'content-type': file.contentType }, body: file.bytes };
  }

  #transcript({ on, as }: Who): readonly Line[] {
    const said = this.#lines.get(`${on}:${as}`) ?? [];
    const sent =
      on === 'zalo'
        ? this.#zalo.sent.filter(({ to }) => to === as).map(zaloLine)
        : this.#messenger.sent.filter(({ to }) => to === as).map(messengerLine);
    return [...said, ...sent].sort((a, b) => a.at - b.at);
  }
}

function zaloLine({ text, at, buttons, file, messageId }: ZaloPlatform['sent'][number]): Line {
  return { by: 'bot', text, at, buttons: buttons.map(zaloButton), ...shownFile(messageId, file) };
}

function shownFile(messageId: string, file: ReceivedFile | undefined): Pick<Line, 'file'> {
  if (file === undefined) return {};
  const { name, contentType } = file;
  return { file: { href: `/file/${messageId}`, name, picture: contentType.startsWith('image/') } };
}

const Url = z.object({ url: z.string() });
const Phone = z.object({ phone_code: z.string() });

function zaloButton({ title, payload }: ZaloPlatform['sent'][number]['buttons'][number]) {
  const [url, phone] = [Url.safeParse(payload), Phone.safeParse(payload)];
  if (url.success) return { title, href: url.data.url };
  if (phone.success) return { title, href: `tel:${phone.data.phone_code}` };
  return { title, payload: String(payload) };
}

function messengerLine({
  text,
  at,
  quickReplies,
  links,
  calls,
  persona,
  file,
  mid,
}: MessengerPlatform['sent'][number]): Line {
  const buttons = [
    ...quickReplies.map(({ title, payload }) => ({ title, payload })),
    ...links.map(({ title, url }) => ({ title, href: url })),
    ...calls.map(({ title, payload }) => ({ title, href: `tel:${payload}` })),
  ];
  const words = persona === undefined ? text : `(${persona}) ${text}`;
  return { by: 'bot', text: words, at, buttons, ...shownFile(mid, file) };
}

async function page(path: string): Promise<Answer> {
  const [file, type] = path === '/' ? ['chat-page.html', 'text/html'] : ['chat-page.js', 'text/javascript'];
  return {
    status: 200,
    headers: { 'content-type': `${type}; charset=utf-8` },
    body: await readFile(join(import.meta.dirname, file)),
  };
}
