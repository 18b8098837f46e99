import { expect } from 'chai';
import sharp from 'sharp';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aBrowser } from './console-world.ts';

/** A second of silence as an 8-bit WAV: what a phone records, in small. */
function aVoiceNote(): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + 8000, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(8000, 40);
  return Buffer.concat([head, Buffer.alloc(8000, 128)]);
}

describe('files for staff', () => {
  let app: TestApp;
  let browser: ReturnType<typeof aBrowser>;
  before(async function () {
    this.timeout(120_000);
    app = await startApp();
    browser = aBrowser(app.base);
    const token = (await app.app.staff.firstAccountLink())?.split('#')[1];
    await browser.post('/setup', { token, username: 'lan', name: 'Cô Lan', password: 'mật khẩu rất dài' });
    await browser.post('/presence', { presence: 'present' });
  });
  after(() => app.stop());
  beforeEach(() => app.app.stores.database.executeSql('delete from conversation'));

  const uploads = async (person: DirectLineClient, bytes: Buffer, name: string): Promise<string> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const { authorization } = person.headers as { authorization: string };
    const posted = await fetch(`${person.url}/upload?userId=user`, {
      method: 'POST',
      headers: { authorization },
      body: form,
    });
    expect(posted.status).to.equal(200);
    await app.app.worker.idle();
    const id = app.app.stores.conversations.idOf('directline', person.conversationId);
    const lines = await app.app.stores.conversations.transcript(id, 0, 500);
    const files = lines.flatMap(({ body }) =>
      body.kind === 'said' && body.content.kind === 'attachments' ? body.content.attachments : [],
    );
    return files.at(-1)?.id ?? '';
  };
  const fetched = async (path: string, body?: object, as = browser) => {
    const response = await fetch(`${app.base}/console/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'x-console': '1',
        origin: app.base,
        cookie: as.cookie(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const held = async () => {
    const person = await new DirectLineClient(app.base).open();
    await person.say('cho con gặp cô chú');
    await app.app.worker.idle();
    const { chatId } = (await browser.post('/queue/take-next')).body;
    return { person, chatId };
  };
  const why = { reason: 'nghe lời kể của cháu' };

  it('come as they were sent, to be saved, with the reason on record', async () => {
    const { person, chatId } = await held();
    const note = aVoiceNote();
    const fileId = await uploads(person, note, 'ghi-am.wav');
    const file = await fetched(`/chats/${chatId}/attachments/${fileId}/original`, why);
    expect(file.status).to.equal(200);
    expect(file.bytes.equals(note)).to.equal(true);
    expect(file.headers.get('content-type')).to.match(/^audio\//u);
    expect(file.headers.get('content-disposition')).to.match(/^attachment; filename="[\w-]+\.\w+"$/u);
    expect(file.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(file.headers.get('content-security-policy')).to.include('sandbox');
    expect(file.headers.get('cache-control')).to.include('no-store');
    const { entries } = (await browser.get(`/audit?subject=${chatId}&limit=5`)).body;
    expect(entries[0]).to.include({ action: 'attachment.original', ...why });
  });

  it('need a reason, and are not given to who may not see the chat', async () => {
    const { person, chatId } = await held();
    const fileId = await uploads(person, aVoiceNote(), 'ghi-am.wav');
    const path = `/chats/${chatId}/attachments/${fileId}/original`;
    expect((await fetched(path, {})).status).to.equal(400);
    expect((await fetched(path, { reason: ' ' })).status).to.equal(400);
    expect((await fetched(path, why, aBrowser(app.base))).status).to.equal(401);
    const { chatId: other } = await held();
    expect((await fetched(`/chats/${other}/attachments/${fileId}/original`, why)).status).to.equal(404);
    const missing = '11111111-1111-4111-8111-111111111111';
    expect((await fetched(`/chats/${chatId}/attachments/${missing}/original`, why)).status).to.equal(404);
  });

  it('are still there for the report they were told in: pictures as a clean copy, and originals', async () => {
    const person = await new DirectLineClient(app.base).open();
    await person.say('bố đang đánh con');
    await person.read();
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Artist: 'một cái tên' } })
      .jpeg()
      .toBuffer();
    const fileId = await uploads(person, picture, 'anh.jpg');
    const { db } = app.app.stores.database;
    const conversation = app.app.stores.conversations.idOf('directline', person.conversationId);
    const link = (await app.app.stores.conversations.open(conversation, 1))?.memory.report;
    const report = await app.app.stores.reports.open(link?.id as never);
    if (report === undefined) throw new Error('there is no report');
    // As a step that asks for a picture keeps it: the file passes to the report.
    const ref = { id: fileId, contentType: 'image/jpeg', size: picture.length };
    const additions = [{ at: new Date().toISOString(), text: '', attachments: [ref] }];
    const { writeReport } = await import('../../src/storage/postgres/reports.ts');
    await db.transaction().execute((tx) =>
      writeReport(tx, app.app.stores.vault, {
        report: { ...report, version: report.version + 1, content: { ...report.content, additions } },
        expected: report.version,
      }),
    );
    const view = await fetched(`/reports/${report.id}/attachments/${fileId}`);
    expect(view.headers.get('content-type')).to.equal('image/jpeg');
    expect(view.bytes.includes('một cái tên')).to.equal(false);
    const original = await fetched(`/reports/${report.id}/attachments/${fileId}/original`, why);
    expect(original.bytes.equals(picture)).to.equal(true);
    const { chatId } = (await browser.post('/queue/take-next')).body;
    const through = await fetched(`/chats/${chatId}/attachments/${fileId}/original`, why);
    expect(through.bytes.equals(picture), 'from the chat, too').to.equal(true);
    await browser.post(`/reports/${report.id}/conflict`, { reason: 'quen' });
    expect((await fetched(`/reports/${report.id}/attachments/${fileId}/original`, why)).status).to.equal(404);
    expect((await fetched(`/chats/${chatId}/attachments/${fileId}/original`, why)).status).to.equal(404);
  });
});
