import { expect } from 'chai';
import sharp from 'sharp';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aDocument, aNoisyPicture, aPicture } from '../helpers/staff-files.ts';
import { aBrowser } from './console-world.ts';

const keptInChats = 'select a.id from attachment a join conversation c on c.key_id = a.key_id';
const password = 'mật khẩu rất dài';

describe('files that staff send', () => {
  let app: TestApp;
  let browser: ReturnType<typeof aBrowser>;
  before(async function () {
    this.timeout(120_000);
    app = await startApp();
    browser = aBrowser(app.base);
    const token = (await app.app.staff.firstAccountLink())?.split('#')[1];
    await browser.post('/setup', { token, username: 'lan', name: 'Cô Lan', password });
    await browser.post('/presence', { presence: 'present' });
  });
  after(() => app.stop());
  beforeEach(() => app.app.stores.database.executeSql('delete from conversation'));

  const held = async () => {
    const person = await new DirectLineClient(app.base).open();
    await person.say('cho con gặp cô chú');
    await app.app.worker.idle();
    const { chatId, epoch } = (await browser.post('/queue/take-next')).body;
    await person.read();
    return { person, chatId, epoch };
  };
  const send = async (
    chatId: string,
    query: Readonly<Record<string, string | number>>,
    bytes: Buffer,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) asked.set(name, String(value));
    const response = await fetch(`${app.base}/console/api/chats/${chatId}/files?${asked}`, {
      method: 'POST',
      headers: {
        'x-console': '1',
        origin: app.base,
        cookie: browser.cookie(),
        'content-type': 'application/octet-stream',
        ...headers,
      },
      body: new Uint8Array(bytes),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers freely
    return { status: response.status, body: (await response.json()) as any };
  };
  const fetched = async (person: DirectLineClient, url: string, token = person.token) =>
    fetch(`${app.base}${url}`, { headers: { authorization: `Bearer ${token}` } });
  const files = async () => (await app.app.stores.database.executeSql(keptInChats)).rows.length;
  const heard = async (person: DirectLineClient) =>
    // Tests read activities freely.
    (await person.read()) as unknown as readonly {
      from: { id: string };
      text: string;
      attachments?: readonly { contentType: string; contentUrl: string; name: string }[];
    }[];

  it('reach the web chat: a picture without the place it was taken, a document to be saved', async () => {
    const { person, chatId, epoch } = await held();
    const sent = await send(chatId, { epoch, clientId: 'a' }, await aPicture());
    expect(sent.status).to.equal(201);
    expect((await send(chatId, { epoch, clientId: 'b' }, aDocument())).status).to.equal(201);
    const lines = await heard(person);
    const attachments = lines.flatMap((line) => line.attachments ?? []);
    expect(lines.map(({ from, text }) => [from.id, text])).to.deep.equal([
      ['staff', ''],
      ['staff', ''],
    ]);
    expect(attachments.map(({ contentType, name }) => [contentType, name])).to.deep.equal([
      ['image/jpeg', 'file.jpg'],
      ['application/pdf', 'file.pdf'],
    ]);
    const picture = await fetched(person, attachments[0]!.contentUrl);
    expect(picture.headers.get('content-disposition')).to.equal('inline');
    const pixels = Buffer.from(await picture.arrayBuffer());
    expect((await sharp(pixels).metadata()).exif).to.equal(undefined);
    const document = await fetched(person, attachments[1]!.contentUrl);
    expect(document.headers.get('content-disposition')).to.equal('attachment; filename="file.pdf"');
    expect(document.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(document.headers.get('content-security-policy')).to.include('sandbox');
    expect(Buffer.from(await document.arrayBuffer()).equals(aDocument())).to.equal(true);
    const stranger = await new DirectLineClient(app.base).open();
    const address = attachments[1]!.contentUrl;
    const own = address.replace(person.conversationId, stranger.conversationId);
    expect((await fetched(stranger, address)).status).to.equal(403);
    expect((await fetched(stranger, own)).status).to.equal(404);
  });

  it('stand in the transcript, and are opened by staff without a reason', async () => {
    const { chatId, epoch } = await held();
    const { seq } = (await send(chatId, { epoch, clientId: 'a' }, aDocument())).body;
    const { entries } = (await browser.get(`/chats/${chatId}/transcript?after=${seq - 1}`)).body;
    const [file] = entries[0].body.message.files;
    expect(file).to.deep.include({ contentType: 'application/pdf', size: aDocument().length });
    expect(entries[0].by.name).to.equal('Cô Lan');
    const opened = await fetch(`${app.base}/console/api/chats/${chatId}/attachments/${file.id}`, {
      headers: { cookie: browser.cookie() },
    });
    expect(opened.headers.get('content-disposition')).to.equal('attachment; filename="file.pdf"');
    expect((await browser.get(`/chats/${chatId}`)).body.limits.takesFiles).to.equal(true);
  });

  it('are sent once for one client id, also when asked twice at the same moment, and kept once', async () => {
    const { person, chatId, epoch } = await held();
    const photo = await aPicture();
    const both = await Promise.all([1, 2].map(() => send(chatId, { epoch, clientId: 'same' }, photo)));
    const again = await send(chatId, { epoch, clientId: 'same' }, photo);
    const seqs = [...both, again].map(({ status, body }) => [status, body.seq]);
    expect(seqs).to.deep.equal([seqs[0], seqs[0], seqs[0]]);
    expect(seqs[0]?.[0]).to.equal(201);
    expect(await heard(person)).to.have.length(1);
    expect(await files()).to.equal(1);
  });

  it('are refused by name, and nothing of them is kept', async () => {
    const { person, chatId, epoch } = await held();
    const query = { epoch, clientId: 'x' };
    const refused = async (bytes: Buffer, with_: Readonly<Record<string, string | number>> = query) => {
      const { status, body } = await send(chatId, with_, bytes);
      return [status, body.error?.code];
    };
    const large = Buffer.concat([aDocument(), Buffer.alloc(5_000_000)]);
    expect(await refused(large)).to.deep.equal([413, 'attachment.too-large']);
    expect(await refused(Buffer.alloc(20 * 1024 * 1024 + 1))).to.deep.equal([413, 'request.too-large']);
    expect(await refused(Buffer.from('MZ no file of ours'))).to.deep.equal([415, 'attachment.type-refused']);
    const cut = (await aPicture()).subarray(0, 500);
    expect(await refused(cut)).to.deep.equal([422, 'attachment.unreadable']);
    expect(await refused(aDocument(), { epoch })).to.deep.equal([400, 'request.malformed']);
    expect(await refused(aDocument(), { epoch: 'x', clientId: 'x' })).to.deep.equal([
      400,
      'request.malformed',
    ]);
    expect(await refused(aDocument(), { ...query, epoch: epoch - 1 })).to.deep.equal([409, 'stale']);
    await app.app.stores.database.executeSql(`update conversation set channel = 'azure'`);
    expect(await refused(aDocument())).to.deep.equal([400, 'no-files']);
    expect(await heard(person)).to.deep.equal([]);
    expect(await files()).to.equal(0);
  });

  it('are taken only from our own page, and from who holds the chat', async () => {
    const { chatId, epoch } = await held();
    const query = { epoch, clientId: 'x' };
    expect((await send(chatId, query, aDocument(), { cookie: '' })).status).to.equal(401);
    expect((await send(chatId, query, aDocument(), { 'x-console': '' })).status).to.equal(403);
    expect((await send(chatId, query, aDocument(), { origin: 'https://elsewhere.vn' })).status).to.equal(403);
    await browser.post(`/chats/${chatId}/return`, { note: '' });
    expect((await send(chatId, query, aDocument())).status).to.equal(403);
    expect(await files()).to.equal(0);
  });

  it('are not sent first to whoever must not be written to', async () => {
    const { chatId, epoch } = await held();
    const contact = { window: null, never: true, stopWord: null };
    expect((await browser.put(`/chats/${chatId}/contact`, contact)).status).to.equal(204);
    await app.app.stores.database.executeSql(
      `update conversation set last_person_at = last_person_at - interval '1 hour'`,
    );
    const { status, body } = await send(chatId, { epoch, clientId: 'x' }, aDocument());
    expect([status, body.error.code]).to.deep.equal([409, 'unsafe-time']);
    expect(await files()).to.equal(0);
  });

  it('are gone with everything else when the person deletes', async () => {
    const { person, chatId, epoch } = await held();
    await send(chatId, { epoch, clientId: 'a' }, await aNoisyPicture(300));
    const [line] = await heard(person);
    const address = line?.attachments?.[0]?.contentUrl ?? '';
    expect((await fetched(person, address)).status).to.equal(200);
    await browser.post(`/chats/${chatId}/return`, { note: '' });
    await person.say('xóa');
    await person.tap('Xóa đi');
    await app.app.worker.idle();
    expect((await fetched(person, address)).status).to.equal(404);
    expect(await files()).to.equal(0);
  });
});
