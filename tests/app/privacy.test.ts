import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';

/** Words that stand nowhere else, so that one hit anywhere is a leak; half of them with diacritics. */
const marks: string[] = [];
function marked(kind: string): string {
  const mark = `${kind}ơừ${randomUUID().replaceAll('-', '')}`;
  marks.push(mark);
  return mark;
}

describe('a flood of marked words', function () {
  this.timeout(300_000);
  let app: TestApp;
  const printed: string[] = [];
  const restore: (() => void)[] = [];
  before(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
        printed.push(String(chunk));
        return write(chunk, ...rest);
      }) as typeof stream.write;
      restore.push(() => {
        stream.write = write;
      });
    }
    app = await startApp({ env: { DIRECTLINE_SECRET: 'a-secret-of-another-website-1234' } });
  });
  after(async () => {
    for (const undo of restore) undo();
    await app.stop();
  });

  it('leaves no trace in logs, figures, output or files, also where things fail', async () => {
    await talk(app);
    await misuse(app);
    await parkOne(app);
    const metrics = await (await fetch(`${app.base}/metrics`)).text();
    expect(metrics).to.contain('turns_parked_total 1');
    await app.app.stores.database.executeSql('checkpoint');
    const written = await filesOf(app.dataDir);
    expect(written.length).to.be.greaterThan(500);
    expect(marks.length).to.be.greaterThan(20);
    expect(app.logged.length).to.be.greaterThan(0);
    const haystacks: readonly (readonly [string, Buffer])[] = [
      ['logs', Buffer.from(app.logged.join('\n'))],
      ['output', Buffer.from(printed.join('\n'))],
      ['metrics', Buffer.from(metrics)],
      ...written,
    ];
    const hits = haystacks.flatMap(([name, bytes]) =>
      marks.filter((mark) => found(bytes, mark)).map((mark) => `${name} ${mark}`),
    );
    expect(hits).to.deep.equal([]);
  });
});

/** As it stands, without its diacritics, and as JSON or a URL would write it. */
function found(bytes: Buffer, mark: string): boolean {
  const core = mark.slice(-32);
  return (
    bytes.includes(core) ||
    bytes.includes(Buffer.from(core, 'utf16le')) ||
    bytes.includes(Buffer.from(core).toString('base64').slice(0, 40))
  );
}

async function talk(app: TestApp): Promise<void> {
  const client = await new DirectLineClient(app.base).open();
  await client.ask({ type: 'event', name: 'opened' });
  for (const kind of ['kể', 'sợ', 'nhà', 'tên'])
    await client.say(`${marked(kind)} bố đang đánh em ${marked('đau')}`);
  await client.ask({ type: 'message', text: marked('nút'), value: { payload: marked('giá') } });
  await client.ask({
    type: 'message',
    text: 'x',
    channelData: { clientActivityID: marked('id') },
    from: { id: marked('ai'), name: marked('tên') },
  });
  const form = new FormData();
  form.set('file', new Blob([`%PDF-1.4 ${marked('tệp')}\n%%EOF`]), `${marked('tên')}.pdf`);
  await fetch(`${client.url}/upload`, {
    method: 'POST',
    headers: { authorization: client.headers['authorization'] ?? '' },
    body: form,
  });
  await client.answers();
  await client.say('xoá hết những gì em viết');
}

async function misuse(app: TestApp): Promise<void> {
  const client = await new DirectLineClient(app.base).open();
  const json = { 'content-type': 'application/json' };
  const at = `${client.url}/activities`;
  const bodies = [
    `{"type":"message","text":"${marked('vỡ')}`,
    `{"type":"${marked('loại')}","text":"${marked('chữ')}"}`,
    JSON.stringify({ type: 'message', text: marked('dài').repeat(600) }),
    `"${marked('chuỗi')}"`,
  ];
  for (const body of bodies) await fetch(at, { method: 'POST', headers: client.headers, body });
  await fetch(at, {
    method: 'POST',
    headers: { ...client.headers, 'content-type': `text/${marked('kiểu').slice(-32)}` },
    body: marked('thân'),
  });
  await fetch(`${at}?watermark=${encodeURIComponent(marked('mốc'))}`, { headers: client.headers });
  await fetch(`${app.base}/${encodeURIComponent(marked('đường'))}?q=${encodeURIComponent(marked('hỏi'))}`);
  await fetch(`${app.base}/v3/directline/conversations/${encodeURIComponent(marked('cuộc'))}/activities`, {
    headers: { authorization: `Bearer ${marked('mã').slice(-32)}` },
  });
  const activity = {
    type: 'message',
    text: marked('azure'),
    id: marked('id'),
    channelId: 'emulator',
    serviceUrl: 'http://localhost:1',
    from: { id: marked('người'), name: marked('tên') },
    recipient: { id: 'b' },
    conversation: { id: marked('hội') },
  };
  for (const body of [
    activity,
    { ...activity, id: 5 },
    { ...activity, serviceUrl: `https://${marked('máy').slice(-32)}.example` },
    { ...activity, from: marked('sai') },
  ])
    await fetch(`${app.base}/api/messages`, { method: 'POST', headers: json, body: JSON.stringify(body) });
  for (const path of ['/webhooks/zalo', '/webhooks/messenger', '/console/api/sign-in'])
    await fetch(`${app.base}${path}`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ text: marked('ngoài') }),
    });
}

/** A turn that fails for good: its words are in the failure, and must not come out of it. */
async function parkOne(app: TestApp): Promise<void> {
  const { stores, worker } = app.app;
  const words = marked('hỏng');
  const { commit } = stores.conversations;
  const failing: typeof commit = async (turn) => {
    if (turn.parked !== undefined) return commit(turn);
    throw new TypeError(`cannot read ${words} of ${JSON.stringify(turn.entries)}`);
  };
  Object.assign(stores.conversations, { commit: failing });
  const client = await new DirectLineClient(app.base).open();
  await client.post({ type: 'message', text: words });
  for (let n = 0; n < 4; n++) {
    await worker.idle();
    await worker.sweep(0);
  }
  await worker.idle();
  Object.assign(stores.conversations, { commit });
  const answers = await client.answers();
  expect(answers.map(({ channelData }) => channelData?.key)).to.deep.equal(['bot.trouble']);
  expect(answers[0]?.text).to.contain('111');
}

async function filesOf(folder: string): Promise<readonly (readonly [string, Buffer])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
}
