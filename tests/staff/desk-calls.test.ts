import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { aConsole, anInvited } from './console-world.ts';

const red = { urgency: 'immediate', reason: 'danger-now' } as const;
const secret = `whsec_${Buffer.from('a secret of the other desk').toString('base64')}`;

interface Told {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read calls freely
  readonly data: any;
}

describe('a desk of the Centre’s own, behind the webhook', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof aConsole>>;
  let gateway: Server;
  let told: Told[];
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from staff; delete from staff_event; delete from delivery',
    );
    told = [];
    gateway = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      told.push(JSON.parse(body));
      response.statusCode = 204;
      response.end();
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`;
    world = await aConsole(database, { webhook: { url, secret, words: true } });
  });
  afterEach(async () => {
    gateway.close();
    await world.stop();
  });

  const call = async (body: object, with_: Partial<Record<'id' | 'at' | 'key' | 'sent', string>> = {}) => {
    const { id = randomUUID(), key = 'a secret of the other desk' } = with_;
    const at = with_.at ?? Math.floor(world.clock.now.getTime() / 1000).toString();
    const text = JSON.stringify(body);
    const signature = createHmac('sha256', Buffer.from(key)).update(`${id}.${at}.${text}`).digest('base64');
    const response = await fetch(`${world.origin}/webhooks/desk`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': at,
        'webhook-signature': `v1,${signature}`,
      },
      body: with_.sent ?? text,
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers freely
    return { status: response.status, body: (await response.json()) as any };
  };
  const opened = async (sender = world.sender()) => {
    await world.writes(sender, red);
    await world.console.sweep();
    return told.findLast(({ type }) => type === 'handoff.opened')?.data;
  };
  const accepted = async (sender = world.sender()) => {
    const { conversationId, handoffId } = await opened(sender);
    const { body } = await call({ type: 'handoff.accept', data: { conversationId, handoffId } });
    return { conversationId, handoffId, epoch: body.epoch as number };
  };
  const transcript = (id: never) => world.conversations.transcript(id, 0, 100);

  it('is told who waits by handoff.initiate, with what was said so far', async () => {
    const { activity, conversationId, handoffId } = await opened();
    expect(activity).to.include({ type: 'event', name: 'handoff.initiate' });
    expect(activity.value).to.deep.equal({ urgency: 'immediate', reason: 'danger-now', handoffId, epoch: 1 });
    expect(activity.conversation.id).to.equal(conversationId);
    const [attached] = activity.attachments;
    expect(attached).to.include({ contentType: 'application/json', name: 'Transcript' });
    expect(
      attached.content.activities.map(({ text, from }: { text: string; from: object }) => [text, from]),
    ).to.deep.equal([['xin chào', { id: 'user', name: '', role: 'user' }]]);
  });

  it('accepts, reads, answers and closes', async () => {
    const sender = world.sender();
    const { conversationId, epoch } = await accepted(sender);
    await world.writes(sender);
    await world.console.sweep();
    const message = told.find(({ type }) => type === 'message')?.data;
    expect(message).to.include({ conversationId, epoch });
    expect(message.messages.map(({ text }: { text: string }) => text)).to.deep.equal(['xin chào']);
    const said = await call({ type: 'message', data: { conversationId, epoch, text: 'Cô đây, con.' } });
    expect(said.status).to.equal(200);
    const line = (await transcript(conversationId as never)).find(({ seq }) => seq === said.body.seq);
    expect(line).to.deep.include({ author: 'staff' });
    expect(line?.body).to.deep.include({
      message: { key: 'staff', text: 'Cô đây, con.', buttons: [], expects: 'text' },
    });
    const closed = { type: 'handoff.close', data: { conversationId, epoch, outcome: 'helped' } };
    expect((await call(closed)).status).to.equal(200);
    expect((await world.parts.desk.chat(conversationId as never))?.holder).to.deep.equal({ kind: 'bot' });
    await world.console.sweep();
    expect(told.map(({ type }) => type))
      .to.include('handoff.accepted')
      .and.include('handoff.closed');
    expect(told.filter(({ type }) => type === 'message')).to.have.length(1);
  });

  it('gives the word back to the bot, or back to the queue when it cannot help', async () => {
    const first = await accepted();
    const { conversationId, epoch } = first;
    await call({ type: 'handoff.return', data: { conversationId, epoch, note: 'xong việc' } });
    expect((await world.parts.desk.chat(conversationId))?.holder.kind).to.equal('bot');
    const other = await accepted();
    await call({
      type: 'handoff.decline',
      data: { conversationId: other.conversationId, epoch: other.epoch },
    });
    expect((await world.parts.desk.chat(other.conversationId))?.holder.kind).to.equal('queue');
  });

  it('says a repeated message once and answers as before', async () => {
    const { conversationId, epoch } = await accepted();
    const id = randomUUID();
    const message = { type: 'message', data: { conversationId, epoch, text: 'một lần' } };
    const answers = await Promise.all([1, 2, 3].map(() => call(message, { id })));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).to.equal(1);
    expect(answers[0]?.status).to.equal(200);
    const lines = (await transcript(conversationId as never)).filter(({ author }) => author === 'staff');
    expect(lines).to.have.length(1);
    const close = { type: 'handoff.close', data: { conversationId, epoch, outcome: 'helped' } };
    const closing = randomUUID();
    const [once, again] = [await call(close, { id: closing }), await call(close, { id: closing })];
    expect(again).to.deep.equal(once);
  });

  it('refuses a forged, changed or old call, and does nothing', async () => {
    const { conversationId, epoch } = await accepted();
    const message = { type: 'message', data: { conversationId, epoch, text: 'giả' } };
    expect((await call(message, { key: 'another secret' })).status).to.equal(401);
    expect((await call(message, { sent: JSON.stringify(message).replace('giả', 'đổi') })).status).to.equal(
      401,
    );
    const seconds = world.clock.now.getTime() / 1000;
    expect((await call(message, { at: Math.floor(seconds - 301).toString() })).status).to.equal(401);
    expect((await call(message, { at: Math.floor(seconds + 400).toString() })).status).to.equal(401);
    expect((await call(message, { at: '' })).status).to.equal(401);
    expect((await transcript(conversationId as never)).some(({ author }) => author === 'staff')).to.equal(
      false,
    );
  });

  it('refuses an old epoch and a chat it does not hold', async () => {
    const { conversationId, epoch } = await accepted();
    const stale = await call({ type: 'message', data: { conversationId, epoch: epoch - 1, text: 'cũ' } });
    expect([stale.status, stale.body.error.code]).to.deep.equal([409, 'stale']);
    const { browser } = await anInvited(world, ['counsellor']);
    await world.writes(world.sender(), red);
    const { chatId, epoch: theirs } = (await browser.post('/queue/take-next')).body;
    const foreign = await call({
      type: 'message',
      data: { conversationId: chatId, epoch: theirs, text: 'chen' },
    });
    expect([foreign.status, foreign.body.error.code]).to.deep.equal([409, 'not-yours']);
    const unknown = await call({
      type: 'message',
      data: { conversationId: randomUUID(), epoch: 1, text: 'ai' },
    });
    expect(unknown.status).to.equal(404);
    expect((await call({ type: 'delete', data: {} })).status).to.equal(400);
  });

  it('accepts once: whom our own people have taken it does not get', async () => {
    const { conversationId, handoffId } = await opened();
    const { browser } = await anInvited(world, ['counsellor']);
    await browser.post('/queue/take-next');
    const late = await call({ type: 'handoff.accept', data: { conversationId, handoffId } });
    expect([late.status, late.body.error.code]).to.deep.equal([409, 'taken']);
  });

  it('loses the chat when it does not answer, so that nobody is left alone', async () => {
    const sender = world.sender();
    const { conversationId, epoch } = await accepted(sender);
    world.later(100_000);
    await world.console.sweep();
    expect((await world.parts.desk.chat(conversationId))?.epoch).to.equal(epoch);
    await world.writes(sender);
    world.later(121_000);
    await world.console.sweep();
    expect((await world.parts.desk.chat(conversationId))?.holder.kind).to.equal('queue');
  });

  it('gets no words unless the operator wants that', async () => {
    await world.stop();
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`;
    world = await aConsole(database, { webhook: { url, secret } });
    const sender = world.sender();
    const { conversationId, handoffId, activity } = await opened(sender);
    expect(activity).to.equal(undefined);
    await call({ type: 'handoff.accept', data: { conversationId, handoffId } });
    await world.writes(sender);
    await world.console.sweep();
    expect(told.map(({ type }) => type)).not.to.include('message');
    expect(JSON.stringify(told)).not.to.include('xin chào');
  });

  it('keeps no words in the deliveries that wait', async () => {
    gateway.close();
    const sender = world.sender();
    await world.writes(sender, red);
    await world.console.sweep();
    const rows = await world.db.selectFrom('delivery').select('body').execute();
    expect(rows.length).to.be.above(0);
    expect(JSON.stringify(rows)).not.to.include('xin chào');
  });
});
