import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, type Asked, type Served, serve } from './server.ts';

export interface AzureSent {
  readonly to: string;
  readonly text: string;
  readonly quickReplies: readonly { readonly title: string; readonly payload: string }[];
}

const Sent = z.looseObject({
  type: z.literal('message'),
  text: z.string().max(2000),
  conversation: z.looseObject({ id: z.string() }),
  suggestedActions: z
    .looseObject({
      actions: z
        .array(z.looseObject({ type: z.enum(['postBack', 'imBack']), title: z.string(), value: z.string() }))
        .max(13),
    })
    .optional(),
});

const pageId = '109876543210987';

/** Plays the Facebook channel of Azure Bot Service, by reference/messenger.md 10.1: activities in, activities out. */
export class AzureFacebook {
  readonly sent: AzureSent[] = [];
  readonly #bot: () => string;
  #served: Served | undefined;

  constructor(bot: () => string) {
    this.#bot = bot;
  }

  async start(): Promise<this> {
    this.#served = await serve(async (asked) => this.#take(asked));
    return this;
  }

  async stop(): Promise<void> {
    await this.#served?.close();
  }

  /** What the program will know of a person here. */
  addressOf(person: string) {
    return {
      channelId: 'facebook',
      serviceUrl: this.#served?.url ?? '',
      conversation: `${person}-${pageId}`,
      user: person,
      bot: pageId,
    };
  }

  join(person: string): Promise<number> {
    return this.#post(person, { type: 'conversationUpdate', membersAdded: [{ id: person }] });
  }

  say(person: string, text: string): Promise<number> {
    return this.#message(person, text, {});
  }

  /** A tapped quick reply comes back as its title, and its payload in the native form beside it. */
  tap(person: string, { title, payload }: AzureSent['quickReplies'][number]): Promise<number> {
    return this.#message(person, title, { quick_reply: { payload } });
  }

  #message(person: string, text: string, more: object): Promise<number> {
    const mid = `m_${randomUUID()}`;
    const timestamp = Date.now();
    const channelData = {
      sender: { id: person },
      recipient: { id: pageId },
      timestamp,
      message: { mid, text, ...more },
    };
    return this.#post(person, { type: 'message', id: mid, text, channelData });
  }

  async #post(person: string, activity: object): Promise<number> {
    const { serviceUrl, conversation } = this.addressOf(person);
    const body = {
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: 'facebook',
      serviceUrl,
      from: { id: person, name: 'Tên Trên Facebook' },
      recipient: { id: pageId, name: 'Trang' },
      conversation: { isGroup: false, id: conversation },
      ...activity,
    };
    const response = await fetch(`${this.#bot()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  }

  /** Suggested actions become quick replies; of a title the first 20 letters are shown. */
  #take({ body }: Asked): Answer {
    const activity = Sent.safeParse(JSON.parse(body.toString('utf8')));
    if (!activity.success) return { status: 400, body: { error: { code: 'BadArgument' } } };
    const { text, conversation, suggestedActions } = activity.data;
    const actions = suggestedActions?.actions ?? [];
    this.sent.push({
      to: conversation.id.slice(0, -pageId.length - 1),
      text,
      quickReplies: actions.map(({ title, value }) => ({ title: title.slice(0, 20), payload: value })),
    });
    return { status: 200, body: { id: randomUUID() } };
  }
}
