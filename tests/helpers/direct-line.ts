import { expect } from 'chai';

export interface SeenActivity {
  readonly id: string;
  readonly type: string;
  readonly from: { readonly id: string };
  readonly text: string;
  readonly channelData?: { readonly key?: string; readonly clientActivityID?: string };
  readonly suggestedActions?: {
    readonly actions: readonly { readonly title: string; readonly value: unknown }[];
  };
}

/** A plain Direct Line client for tests: posts, and reads by watermark. */
export class DirectLineClient {
  readonly base: string;
  conversationId = '';
  token = '';
  watermark = '0';
  readonly seen: SeenActivity[] = [];

  constructor(base: string) {
    this.base = base;
  }

  async open(body: object = {}): Promise<this> {
    const response = await fetch(`${this.base}/chat/token`, { method: 'POST', body: JSON.stringify(body) });
    expect(response.status).to.equal(200);
    const given = (await response.json()) as { conversationId: string; token: string };
    this.conversationId = given.conversationId;
    this.token = given.token;
    return this;
  }

  get url(): string {
    return `${this.base}/v3/directline/conversations/${this.conversationId}`;
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
  }

  post(activity: object): Promise<Response> {
    return fetch(`${this.url}/activities`, {
      method: 'POST',
      headers: this.headers,
      body: JSON.stringify(activity),
    });
  }

  async read(): Promise<readonly SeenActivity[]> {
    const response = await fetch(`${this.url}/activities?watermark=${this.watermark}`, {
      headers: this.headers,
    });
    expect(response.status).to.equal(200);
    const body = (await response.json()) as { activities: SeenActivity[]; watermark: string };
    this.watermark = body.watermark;
    this.seen.push(...body.activities);
    return body.activities;
  }

  /** Posts and waits until the bot has answered at least once. */
  async ask(activity: object): Promise<readonly SeenActivity[]> {
    const posted = await this.post(activity);
    expect(posted.status).to.equal(200);
    return this.answers();
  }

  say(text: string): Promise<readonly SeenActivity[]> {
    return this.ask({ type: 'message', text });
  }

  /** Taps the button with this title in the newest message that has it. */
  tap(title: string): Promise<readonly SeenActivity[]> {
    const action = this.seen
      .toReversed()
      .flatMap((activity) => activity.suggestedActions?.actions ?? [])
      .find((each) => each.title === title);
    if (action === undefined) throw new Error(`there is no button "${title}"`);
    return this.ask({ type: 'message', text: title, value: action.value });
  }

  async answers(): Promise<readonly SeenActivity[]> {
    for (let tries = 0; tries < 400; tries++) {
      const answers = (await this.read()).filter((activity) => activity.from.id !== 'user');
      if (answers.length > 0) return answers;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('the bot did not answer');
  }
}
