/** Opens one chat by plain requests and waits for the first line of the bot. */
export class DirectChat {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async firstReply(): Promise<void> {
    const token = (await (await fetch(`${this.#base}/chat/token`, { method: 'POST' })).json()) as {
      conversationId: string;
      token: string;
    };
    const url = `${this.#base}/v3/directline/conversations/${token.conversationId}/activities`;
    const headers = { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' };
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ type: 'event', name: 'opened' }) });
    for (;;) {
      const body = await (await fetch(url, { headers })).text();
      if (body.includes('"id":"bot"')) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
