import { connect } from 'node:net';
import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';

const megabyte = 1024 * 1024;

describe('bad input', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(240_000);
    app = await startApp();
  });
  after(() => app.stop());

  const opened = async () => {
    const client = await new DirectLineClient(app.base).open();
    await client.ask({ type: 'event', name: 'opened' });
    return client;
  };
  const raw = (client: DirectLineClient, body: string | Buffer, type = 'application/json') =>
    fetch(`${client.url}/activities`, {
      method: 'POST',
      headers: { ...client.headers, 'content-type': type },
      body: new Uint8Array(Buffer.from(body)),
    });

  it('that is no activity is refused with 400 and a plain sentence', async () => {
    const client = await opened();
    const bad = [
      '',
      '{',
      'null',
      '[]',
      '42',
      '"x"',
      '{"type":5}',
      '{"text":"x"}',
      '{"type":"message","text":{}}',
      '\uFEFF',
      '{"type":"message","text":"\u0000',
      '['.repeat(100_000),
    ];
    for (const body of bad) {
      const response = await raw(client, body);
      expect(response.status, body.slice(0, 40)).to.equal(400);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error).to.deep.equal({ code: 'request.malformed', message: error.message });
      expect(error.message).to.match(/^the body/u);
    }
    expect((await client.post({ type: 'invoke', name: 'x' })).status).to.equal(400);
    expect((await client.post({ type: 'message', text: '' })).status).to.equal(200);
  });

  it('of another content type is refused with 415, a body too large with 413', async () => {
    const client = await opened();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      expect((await raw(client, '{"type":"message","text":"x"}', type)).status).to.equal(415);
    expect(
      (await raw(client, JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) }))).status,
    ).to.equal(413);
    expect((await client.post({ type: 'message', text: 'x'.repeat(20_001) })).status).to.equal(413);
  });

  it('at unknown addresses and with wrong methods is told so, and never ends the service', async () => {
    for (const path of [
      '/nothing',
      '/v3/directline/conversations/%E0%A4%A',
      '/%00',
      '/..%2f..%2fetc/passwd',
      '//',
      '/?%',
    ])
      expect((await fetch(`${app.base}${path}`)).status, path).to.be.within(200, 499);
    expect((await fetch(`${app.base}/chat/token`)).status).to.equal(405);
    expect((await fetch(`${app.base}/v3/directline/conversations`, { method: 'DELETE' })).status).to.equal(
      405,
    );
    expect((await fetch(`${app.base}/healthz`)).status).to.equal(200);
  });

  it('of ten thousand characters is a message like any other, heard within seconds', async () => {
    const client = await opened();
    const story = 'Hôm qua em đi học về rồi em ngồi kể chuyện dài lắm. '.repeat(200).slice(0, 10_000);
    const began = performance.now();
    const answers = await client.say(story);
    expect(performance.now() - began).to.be.lessThan(8_000);
    expect(answers.length).to.be.greaterThan(0);
    expect(client.seen.find(({ from }) => from.id === 'user')?.text).to.equal(story.trim());
  });

  it('with invisible, right-to-left and broken characters does not hide danger', async () => {
    for (const text of [
      'b\u200Bố đa\u200Dng đ\u2060ánh e\uFEFFm',
      '\u202Ebố đang đánh em\u202C',
      'bố đang đánh em \uD800',
    ]) {
      const client = await opened();
      await client.say(text);
      await client.read();
      const keys = client.seen.map(({ channelData }) => channelData?.key ?? '');
      expect(
        keys.some((key) => key.startsWith('danger-now.')),
        JSON.stringify(text),
      ).to.equal(true);
    }
  });

  it('of five hundred messages in a burst is answered or put off, and disturbs nobody else', async function () {
    this.timeout(120_000);
    const [loud, quiet] = [await opened(), await opened()];
    const before = process.memoryUsage().rss;
    const began = performance.now();
    const burst = Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        loud.post({
          type: 'message',
          text: `hôm nay trời mưa ${n}`,
          channelData: { clientActivityID: `n${n}` },
        }),
      ),
    );
    const heard = await quiet.tap('Có, an toàn');
    expect(heard.length).to.be.greaterThan(0);
    const statuses = (await burst).map(({ status }) => status);
    const taken = statuses.filter((status) => status === 200).length;
    // Sixty in ten seconds; on a busy machine the burst itself takes longer than that.
    const windows = Math.ceil((performance.now() - began) / 10_000);
    expect(taken).to.be.within(50, 60 * (windows + 1));
    expect(statuses.filter((status) => status === 429).length).to.equal(500 - taken);
    for (let tries = 0; tries < 200 && own(loud).length < taken; tries++) {
      await loud.read();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(new Set(own(loud)).size).to.equal(taken);
    expect(own(loud)).to.have.length(taken);
    expect(process.memoryUsage().rss - before).to.be.lessThan(200 * megabyte);
  });

  it('of two hundred megabytes is refused before it is sent, and while it is being sent', async function () {
    this.timeout(60_000);
    const client = await opened();
    const before = process.memoryUsage().rss;
    const told = await sendRaw(app, client, { declared: 200 * megabyte, sent: 1 * megabyte });
    expect(told).to.match(/^HTTP\/1\.1 413 /u);
    const chunked = await sendRaw(app, client, { declared: undefined, sent: 200 * megabyte });
    expect(chunked).to.match(/^HTTP\/1\.1 413 /u);
    expect(process.memoryUsage().rss - before).to.be.lessThan(150 * megabyte);
    expect(await client.read()).to.deep.equal([]);
  });

  it('that never ends holds nobody else up', async () => {
    const socket = connect(app.app.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /chat/token HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc');
    const client = await opened();
    expect(client.seen.length).to.be.greaterThan(0);
    socket.destroy();
  });
});

function own(client: DirectLineClient): readonly string[] {
  return client.seen.filter(({ from }) => from.id === 'user').map(({ text }) => text);
}

/** Sends up to `sent` bytes of an upload and gives back the first line of the answer. */
function sendRaw(
  app: TestApp,
  client: DirectLineClient,
  { declared, sent }: { readonly declared: number | undefined; readonly sent: number },
): Promise<string> {
  const length = declared === undefined ? 'transfer-encoding: chunked' : `content-length: ${declared}`;
  const socket = connect(app.app.port, '127.0.0.1');
  const head = `POST ${new URL(client.url).pathname}/upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${client.token}\r\ncontent-type: image/jpeg\r\n${length}\r\n\r\n`;
  socket.write(head);
  const piece = Buffer.alloc(megabyte);
  const framed =
    declared === undefined
      ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
      : piece;
  let left = sent;
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= megabyte;
      if (!socket.write(framed)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
  return new Promise((resolve) => {
    let answer = '';
    socket.on('data', (data) => {
      answer += String(data);
      if (answer.includes('\r\n\r\n')) {
        resolve(answer.split('\r\n')[0] ?? '');
        socket.destroy();
      }
    });
    socket.on('error', () => resolve(`broken ${answer}`));
    socket.on('close', () => resolve(`closed ${answer}`));
  });
}
