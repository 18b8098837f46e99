import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { newPostgresDatabase, sharedRedis } from '../helpers/postgres.ts';

describe('two processes on one PostgreSQL and one Redis', () => {
  let one: TestApp;
  let other: TestApp;
  const folders: string[] = [];
  before(async function () {
    this.timeout(240_000);
    const env = { DATABASE_URL: await newPostgresDatabase(), REDIS_URL: await sharedRedis() };
    for (let n = 0; n < 2; n++) folders.push(await mkdtemp(join(tmpdir(), 'app-')));
    one = await startApp({ env, dataDir: folders[0]! });
    await copyFile(join(folders[0]!, 'keys.json'), join(folders[1]!, 'keys.json'));
    other = await startApp({ env, dataDir: folders[1]! });
  });
  after(async () => {
    await Promise.all([one.stop(), other.stop()]);
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it('serve one conversation together without losing or doubling a message', async function () {
    this.timeout(60_000);
    const client = await new DirectLineClient(one.base).open();
    await client.ask({ type: 'event', name: 'opened' });
    const twin = new DirectLineClient(other.base);
    twin.conversationId = client.conversationId;
    twin.token = client.token;
    const texts = Array.from({ length: 24 }, (_, n) => `hôm nay trời mưa ${n}`);
    const posts = texts.flatMap((text, n) => {
      const activity = { type: 'message', text, channelData: { clientActivityID: `id-${n}` } };
      return [client.post(activity), twin.post(activity)];
    });
    expect(new Set((await Promise.all(posts)).map(({ status }) => status))).to.deep.equal(new Set([200]));
    for (let tries = 0; tries < 200 && said(client).length < texts.length; tries++) {
      await client.read();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await one.app.worker.idle();
    await other.app.worker.idle();
    await client.read();
    expect(said(client).sort()).to.deep.equal([...texts].sort());
    await twin.read();
    expect(twin.seen.map(({ id }) => id)).to.deep.equal(client.seen.map(({ id }) => id));
  });

  it('count what one sender asks together: a limit is not multiplied by the processes', async () => {
    const client = await new DirectLineClient(one.base).open();
    const twin = new DirectLineClient(other.base);
    twin.conversationId = client.conversationId;
    twin.token = client.token;
    const ask = (through: DirectLineClient) => through.post({ type: 'typing' });
    const answers = await Promise.all(Array.from({ length: 80 }, (_, n) => ask(n % 2 === 0 ? client : twin)));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(60);
    expect(answers.filter(({ status }) => status === 429)).to.have.length(20);
  });

  it('show what one answered in a stream of the other, at once', async () => {
    const client = await new DirectLineClient(one.base).open();
    const url = `${other.base.replace('http:', 'ws:')}/v3/directline/conversations/${client.conversationId}/stream?t=${client.token}`;
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once('open', resolve));
    const first = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
    await client.post({ type: 'event', name: 'opened' });
    expect(await first).to.contain('welcome.hello.say');
    socket.close();
  });
});

function said(client: DirectLineClient): string[] {
  return client.seen.filter(({ from }) => from.id === 'user').map(({ text }) => text);
}
