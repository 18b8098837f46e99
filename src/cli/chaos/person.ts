import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Asked, type Reply, replyTo } from './script.ts';

const Activities = z.object({
  watermark: z.string(),
  activities: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      text: z.string().default(''),
      channelData: z
        .object({
          key: z.string().optional(),
          expects: z.string().optional(),
          clientActivityID: z.string().optional(),
        })
        .default({}),
      suggestedActions: z
        .object({
          actions: z.array(
            z.object({ title: z.string(), value: z.union([z.object({ payload: z.string() }), z.string()]) }),
          ),
        })
        .optional(),
    }),
  ),
});
type Activity = z.infer<typeof Activities>['activities'][number];
const Token = z.object({ conversationId: z.string(), token: z.string() });

/** Said when nobody has come for a while: a killed conversation takes longer, so they are no part of the comparison. */
const byTheClock = new Set(['bot.waiting-long', 'bot.after-hours']);

const betweenTries = 25;

/**
 * One scripted person with a Direct Line client as it should be: a post is repeated with the same
 * clientActivityID until it is taken, and reading goes on from the last watermark.
 */
export class Person {
  readonly #base: string;
  readonly #seen: string[] = [];
  #token = { conversationId: '', token: '' };
  #watermark = '0';

  constructor(base: string) {
    this.#base = base;
  }

  /** The whole conversation; gives back every line as it was seen, receipts masked. */
  async talk(): Promise<readonly string[]> {
    this.#token = Token.parse(
      await this.#insist(() => fetch(`${this.#base}/chat/token`, { method: 'POST' })),
    );
    let asked = await this.#post({ type: 'event', name: 'opened' });
    for (let sent = 0; ; sent++) {
      const reply = replyTo(asked, sent);
      if (reply === undefined) return this.#seen;
      asked = await this.#post(messageOf(reply));
    }
  }

  async #post(activity: object): Promise<readonly Asked[]> {
    const body = JSON.stringify({ ...activity, channelData: { clientActivityID: randomUUID() } });
    const headers = { authorization: `Bearer ${this.#token.token}`, 'content-type': 'application/json' };
    await this.#insist(() => fetch(this.#url('activities'), { method: 'POST', headers, body }));
    for (;;) {
      const answers = await this.#read();
      if (answers.length > 0) return answers;
      await pause(betweenTries);
    }
  }

  async #read(): Promise<readonly Asked[]> {
    const headers = { authorization: `Bearer ${this.#token.token}` };
    const url = `${this.#url('activities')}?watermark=${this.#watermark}`;
    const { activities, watermark } = Activities.parse(await this.#insist(() => fetch(url, { headers })));
    this.#watermark = watermark;
    const heard = activities.filter(({ channelData }) => !byTheClock.has(channelData.key ?? ''));
    this.#seen.push(...heard.map(lineOf));
    return heard.filter(({ from }) => from.id !== 'user').map(askedOf);
  }

  #url(part: string): string {
    return `${this.#base}/v3/directline/conversations/${this.#token.conversationId}/${part}`;
  }

  /** Until the server has answered well: it may be dead, starting, or busy. */
  async #insist(ask: () => Promise<Response>): Promise<unknown> {
    for (;;) {
      try {
        const response = await ask();
        if (response.ok) return await response.json();
        if (response.status < 500 && response.status !== 429)
          throw new Refused(`the server refused with ${response.status}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      await pause(betweenTries);
    }
  }
}

class Refused extends Error {}

function messageOf({ text, button }: Reply): object {
  return { type: 'message', text, ...(button === undefined ? {} : { value: { payload: button } }) };
}

/** Receipts differ from one conversation to the next; everything else must be the same. */
function lineOf({ from, text, channelData }: Activity): string {
  const key = channelData.key ?? '';
  return key.startsWith('receipt.') ? `${from.id} ${key}` : `${from.id} ${key} ${text}`;
}

function askedOf({ channelData, suggestedActions }: Activity): Asked {
  // A button that calls a number holds it as a plain string; the scripted person calls nobody.
  const buttons = (suggestedActions?.actions ?? []).flatMap(({ title, value }) =>
    typeof value === 'string' ? [] : [{ title, value: value.payload }],
  );
  return { key: channelData.key ?? '', expects: channelData.expects ?? 'nothing', buttons };
}
