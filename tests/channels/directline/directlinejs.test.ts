import { createRequire } from 'node:module';
import type * as Client from 'botframework-directlinejs';
import { expect } from 'chai';
import { startApp, type TestApp } from '../../helpers/app.ts';

type DirectLine = Client.DirectLine;
type Message = Client.Message;

const require = createRequire(import.meta.url);
const secret = 'a-secret-for-other-websites';

/** Bot Framework Web Chat talks to a bot by this package alone; it is used here as it is published. */
describe('botframework-directlinejs, unmodified', function () {
  this.timeout(180_000);
  const before_ = Reflect.get(globalThis, 'XMLHttpRequest');
  let app: TestApp;
  let open: DirectLine | undefined;

  before(async () => {
    // The package is made for browsers; Node has WebSocket and fetch, but not this.
    Reflect.set(globalThis, 'XMLHttpRequest', require('xhr2'));
    app = await startApp({ env: { DIRECTLINE_SECRET: secret } });
  });
  afterEach(() => open?.end());
  after(async () => {
    Reflect.set(globalThis, 'XMLHttpRequest', before_);
    await app?.stop();
  });

  for (const webSocket of [true, false]) {
    const how = webSocket ? 'by WebSocket' : 'by polling';

    it(`holds a conversation ${how}: greeting, quick replies, an answer to a tapped one`, async () => {
      const { line, heard } = await connect({ token: await token(), webSocket });
      await post(line, { type: 'event', name: 'webchat/join', value: { language: 'vi' } });
      const question = await waitFor(heard, (message) => offered(message).length > 0);
      const [first] = offered(question);
      expect(first?.type).to.equal('messageBack');
      const before = heard.length;
      await post(line, { type: 'message', text: first!.title!, value: first!.value });
      await waitFor(heard, (message) => message.from.role === 'bot' && heard.indexOf(message) >= before);
      expectNoneTwice(heard);
    });

    it(`hears its own messages and the answers in order ${how}`, async () => {
      const { line, heard } = await connect({ token: await token(), webSocket });
      for (const text of ['xin chào', 'em muốn hỏi', 'cảm ơn']) await post(line, { type: 'message', text });
      await waitFor(heard, ({ text }) => text === 'cảm ơn');
      const said = heard.filter(({ from }) => from.role === 'user').map(({ text }) => text);
      expect(said).to.deep.equal(['xin chào', 'em muốn hỏi', 'cảm ơn']);
      expectNoneTwice(heard);
    });

    it(`comes back to a conversation by its id and watermark ${how}, and hears only what is new`, async () => {
      const first = await connect({ token: await token(), webSocket });
      await post(first.line, { type: 'message', text: 'xin chào' });
      await waitFor(first.heard, ({ from }) => from.role === 'bot');
      const { conversationId, watermark } = await whereItStands(first.line);
      first.line.end();
      const again = await connect({ token: tokenOf(first.line), conversationId, watermark, webSocket });
      await post(again.line, { type: 'message', text: 'em đây' });
      await waitFor(again.heard, ({ text }) => text === 'em đây');
      expect(again.heard.map(({ text }) => text)).not.to.include('xin chào');
    });
  }

  it('starts with a secret, as a website with its own server does', async () => {
    const { line, heard } = await connect({ secret, webSocket: true });
    await post(line, { type: 'message', text: 'xin chào' });
    await waitFor(heard, ({ from }) => from.role === 'bot');
  });

  it('is told when it may not come in', async () => {
    const line = new (client().DirectLine)({
      domain: `${app.base}/v3/directline`,
      token: 'made-up',
      webSocket: false,
    });
    open = line;
    const status = new Promise<number>((resolve) => {
      line.connectionStatus$.subscribe((now) => {
        if (now === client().ConnectionStatus.FailedToConnect) resolve(now);
      }, ignore);
    });
    line.activity$.subscribe(ignore, ignore);
    expect(await status).to.equal(client().ConnectionStatus.FailedToConnect);
  });

  async function token(): Promise<string> {
    const response = await fetch(`${app.base}/chat/token`, { method: 'POST' });
    return ((await response.json()) as { token: string }).token;
  }

  async function connect(
    options: Partial<Client.DirectLineOptions>,
  ): Promise<{ line: DirectLine; heard: Message[] }> {
    const line = new (client().DirectLine)({
      domain: `${app.base}/v3/directline`,
      pollingInterval: 200,
      ...options,
    } as Client.DirectLineOptions);
    open = line;
    const heard: Message[] = [];
    // The end of a conversation comes as an error, which nobody here waits for.
    line.activity$.subscribe((activity) => {
      if (activity.type === 'message') heard.push(activity);
    }, ignore);
    await new Promise<void>((resolve) => {
      line.connectionStatus$.subscribe((now) => {
        if (now === client().ConnectionStatus.Online) resolve();
      }, ignore);
    });
    return { line, heard };
  }
});

function ignore(): void {
  // Nothing is waited for here.
}

/** Loaded late, when what it expects of a browser is there. */
function client(): typeof Client {
  return require('botframework-directlinejs');
}

function post(line: DirectLine, activity: object): Promise<string> {
  const posted = { from: { id: 'someone' }, ...activity } as Client.Activity;
  return new Promise((resolve, reject) => {
    line
      .postActivity(posted)
      .subscribe((id) => (id === 'retry' ? reject(new Error('not posted')) : resolve(id)), reject);
  });
}

function offered(message: Message): readonly Client.CardAction[] {
  return message.suggestedActions?.actions ?? [];
}

async function waitFor(heard: readonly Message[], wanted: (message: Message) => boolean): Promise<Message> {
  for (let tries = 0; tries < 600; tries++) {
    const found = heard.find(wanted);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it was not heard');
}

function expectNoneTwice(heard: readonly Message[]): void {
  const ids = heard.map(({ id }) => id);
  expect(new Set(ids).size).to.equal(ids.length);
}

/** What Web Chat stores to come back after a reload; the package keeps it in private fields. */
async function whereItStands(line: DirectLine): Promise<{ conversationId: string; watermark: string }> {
  return {
    conversationId: String(Reflect.get(line, 'conversationId')),
    watermark: String(Reflect.get(line, 'watermark')),
  };
}

function tokenOf(line: DirectLine): string {
  return String(Reflect.get(line, 'token'));
}
