import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';

interface Reply {
  readonly type: string;
  readonly name?: string;
  readonly value?: { readonly state?: string };
  readonly attachments?: readonly {
    readonly name: string;
    readonly content: { readonly activities: readonly { readonly text: string }[] };
  }[];
  readonly text?: string;
  readonly conversation?: { readonly id: string };
  readonly suggestedActions?: {
    readonly actions: readonly { type: string; title: string; value: unknown }[];
  };
}

/** A connector as the Emulator is one: it takes the bot's replies over HTTP. */
class Connector {
  readonly replies: Reply[] = [];
  status = 200;
  url = '';
  #server: Server | undefined;

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (this.status === 200) this.replies.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        response.statusCode = this.status;
        response.setHeader('content-type', 'application/json');
        response.end('{"id":"1"}');
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  async got(count: number, ms = 8_000): Promise<readonly Reply[]> {
    const until = Date.now() + ms;
    while (this.replies.length < count && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return this.replies;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

describe('/api/messages', () => {
  let app: TestApp;
  const connector = new Connector();
  let count = 0;
  before(async function () {
    this.timeout(240_000);
    await connector.listen();
    app = await startApp();
  });
  after(async () => {
    await app.stop();
    connector.close();
  });
  beforeEach(() => {
    connector.replies.length = 0;
  });

  const activity = (conversation: string, changes: object) => ({
    type: 'message',
    id: `a${count++}`,
    channelId: 'emulator',
    serviceUrl: connector.url,
    timestamp: new Date().toISOString(),
    from: { id: 'user-1', name: 'Nguyễn Thị Bí Mật' },
    recipient: { id: 'bot-1', name: 'bot' },
    conversation: { id: conversation },
    ...changes,
  });
  const post = (body: object | string, headers: Record<string, string> = {}) =>
    fetch(`${app.base}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const joined = (conversation: string) =>
    activity(conversation, { type: 'conversationUpdate', membersAdded: [{ id: 'user-1' }] });

  it('greets who joins, with the answers as suggested actions', async () => {
    expect((await post(joined('c1'))).status).to.be.within(200, 202);
    const replies = await connector.got(3);
    expect(replies.map(({ type, conversation }) => [type, conversation?.id])).to.deep.equal(
      Array(3).fill(['message', 'c1']),
    );
    const [first] = replies[2]?.suggestedActions?.actions ?? [];
    expect(first).to.deep.include({ type: 'messageBack', value: { payload: 'welcome.safe:yes' } });
  });

  it('takes a tapped button by its payload, also in the native form of a Facebook quick reply', async () => {
    for (const [conversation, channelId, tapped] of [
      ['c2', 'emulator', { text: 'x', value: { payload: 'welcome.safe:yes' } }],
      [
        'c3',
        'facebook',
        { text: 'x', channelData: { message: { quick_reply: { payload: 'welcome.safe:yes' } } } },
      ],
      ['c4', 'facebook', { text: 'x', channelData: { postback: { payload: 'welcome.safe:yes' } } }],
    ] as const) {
      connector.replies.length = 0;
      await post({ ...joined(conversation), channelId });
      await connector.got(3);
      if (channelId === 'facebook')
        expect(connector.replies[2]?.suggestedActions?.actions[0]).to.include({
          type: 'postBack',
          value: 'welcome.safe:yes',
        });
      expect((await post({ ...activity(conversation, tapped), channelId })).status).to.be.within(200, 202);
      const replies = await connector.got(4);
      expect(replies[3]?.text, conversation).to.be.a('string').and.not.equal('');
    }
  });

  it('answers a redelivered activity once', async () => {
    await post(joined('c5'));
    await connector.got(3);
    const told = activity('c5', { text: 'Có, an toàn' });
    await Promise.all([post(told), post(told), post(told)]);
    const first = (await connector.got(4)).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(connector.replies.length).to.equal(first);
  });

  it('sends later what the connector could not take now', async function () {
    this.timeout(30_000);
    connector.status = 503;
    await post(joined('c6'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    connector.status = 200;
    const replies = await connector.got(3, 20_000);
    expect(replies.filter(({ conversation }) => conversation?.id === 'c6')).to.have.length(3);
  });

  it('sends no events of handoffs and takes none unless the operator wants that', async () => {
    await post(activity('c8', { text: 'bố đang đánh con' }));
    await connector.got(3);
    await post(activity('c8', { type: 'event', name: 'handoff.status', value: { state: 'accepted' } }));
    await app.app.worker.idle();
    await app.app.sending.idle();
    expect(connector.replies.filter(({ type }) => type !== 'message')).to.deep.equal([]);
  });

  it('refuses, without an app id, whoever is not an Emulator on this machine', async () => {
    const outside = activity('c7', { text: 'x', serviceUrl: 'https://evil.example/' });
    expect((await post(outside)).status).to.equal(401);
    expect((await post(activity('c7', { text: 'x' }), { 'x-forwarded-for': '203.0.113.9' })).status).to.equal(
      401,
    );
    for (const bad of ['', '{', '[]', '{"type":1}']) expect((await post(bad)).status).to.equal(400);
  });
});

describe('a parent bot or agent hub beyond /api/messages', () => {
  let app: TestApp;
  const connector = new Connector();
  let count = 0;
  before(async function () {
    this.timeout(240_000);
    await connector.listen();
    app = await startApp({ env: { AZURE_HANDOFF: 'on' } });
  });
  after(async () => {
    await app.stop();
    connector.close();
  });
  const post = (changes: object) =>
    fetch(`${app.base}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id: `s${count++}`,
        channelId: 'emulator',
        serviceUrl: connector.url,
        timestamp: new Date().toISOString(),
        from: { id: 'parent' },
        recipient: { id: 'bot-1' },
        conversation: { id: 'skill-1' },
        ...changes,
      }),
    });
  const status = (state: string) =>
    post({ type: 'event', name: 'handoff.status', value: { state }, id: `status-${state}` });
  const until = async (fits: (reply: Reply) => boolean): Promise<Reply> => {
    for (let tries = 0; tries < 400; tries++) {
      const found = connector.replies.find(fits);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it was not sent');
  };

  it('gets handoff.initiate with the transcript, takes the chat by handoff.status and gives it back', async () => {
    await post({ text: 'bố đang đánh con' });
    const initiate = await until(({ name }) => name === 'handoff.initiate');
    expect(initiate.value).to.deep.include({ urgency: 'immediate', reason: 'danger-now' });
    const transcript = initiate.attachments?.[0];
    expect(transcript?.name).to.equal('Transcript');
    expect(transcript?.content.activities.map(({ text }) => text)).to.include('bố đang đánh con');
    expect((await status('accepted')).status).to.be.within(200, 202);
    expect((await status('accepted')).status, 'a redelivery').to.be.within(200, 202);
    await until(({ name, value }) => name === 'handoff.status' && value?.state === 'accepted');
    const lines = connector.replies.filter(({ type }) => type === 'message').length;
    await post({ text: 'con đây' });
    await app.app.worker.idle();
    await app.app.sending.idle();
    expect(connector.replies.filter(({ type }) => type === 'message')).to.have.length(lines);
    expect((await status('completed')).status).to.be.within(200, 202);
    await until(({ name, value }) => name === 'handoff.status' && value?.state === 'completed');
    expect((await status('failed')).status, 'nobody waits any more').to.equal(409);
  });
});

describe('/api/messages with an app id', () => {
  it('refuses who has no token of the Bot Framework, also from this machine', async function () {
    this.timeout(240_000);
    const app = await startApp({
      env: {
        MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
        MicrosoftAppPassword: 'a-password-1234',
        MicrosoftAppType: 'MultiTenant',
      },
    });
    const body = JSON.stringify({
      type: 'message',
      id: '1',
      text: 'x',
      channelId: 'emulator',
      serviceUrl: 'http://localhost:1',
      from: { id: 'u' },
      recipient: { id: 'b' },
      conversation: { id: 'c' },
    });
    for (const authorization of [undefined, 'Bearer x', 'Bearer eyJhbGciOiJub25lIn0.e30.'])
      expect(
        (
          await fetch(`${app.base}/api/messages`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              ...(authorization === undefined ? {} : { authorization }),
            },
            body,
          })
        ).status,
      ).to.be.within(401, 403);
    await app.stop();
  });
});
