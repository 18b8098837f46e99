import { expect } from 'chai';
import sharp from 'sharp';
import { ChatDesk } from '../helpers/platforms/chat-desk.ts';
import { sleep } from '../helpers/platforms/deliver.ts';
import { aDocument, aPicture, aWordDocument } from '../helpers/staff-files.ts';
import { launch } from '../web/helpers/browser.ts';
import { type PlatformApp, startPlatformApp } from './platform-app.ts';
import { aCounsellor, takeAndSay } from './staff-member.ts';

type Kind = 'zalo' | 'messenger';

describe('files of staff on Zalo and Messenger, through the whole program', function () {
  this.timeout(120_000);
  let running: PlatformApp;
  let lan: Awaited<ReturnType<typeof aCounsellor>>;
  before(async function () {
    this.timeout(240_000);
    running = await startPlatformApp({ env: { ZALO_FREE_REPLIES: '9' } });
    lan = await aCounsellor(running, 'Nguyễn Thị Lan');
  });
  after(() => running.stop());
  const held: string[] = [];
  afterEach(async () => {
    for (const chatId of held.splice(0)) await lan.post(`/chats/${chatId}/close`, { outcome: 'test' });
  });

  const until = async (true_: () => boolean | Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 1200 && !(await true_()); tries++) await sleep(25);
    expect(await true_()).to.equal(true);
  };
  const sentTo = (on: Kind, to: string) => {
    const all: readonly { to: string; text: string; file?: { contentType: string; bytes: Buffer } }[] =
      running[on].sent;
    return all.filter((each) => each.to === to);
  };
  const filesTo = (on: Kind, to: string) => sentTo(on, to).flatMap(({ file }) => file ?? []);

  /** The person has asked for somebody, and Lan has greeted them. */
  const greeted = async (on: Kind, who: string): Promise<string> => {
    await running[on].say(who, 'cho em gặp cô chú');
    await running.replies(on, who, 1);
    const chatId = await takeAndSay(lan, `Chào em ${who}.`);
    await until(() => sentTo(on, who).some(({ text }) => text.includes(`Chào em ${who}.`)));
    await running[on].settled();
    held.push(chatId);
    return chatId;
  };
  const send = async (chatId: string, bytes: Buffer): Promise<number> => {
    const { epoch } = (await lan.get(`/chats/${chatId}`)).body;
    const query = new URLSearchParams({ epoch: String(epoch), clientId: crypto.randomUUID() });
    const response = await fetch(`${running.test.base}/console/api/chats/${chatId}/files?${query}`, {
      method: 'POST',
      headers: {
        'x-console': '1',
        origin: running.test.base,
        cookie: lan.cookie(),
        'content-type': 'application/octet-stream',
      },
      body: new Uint8Array(bytes),
    });
    expect(response.status).to.equal(201);
    return ((await response.json()) as { seq: number }).seq;
  };
  const deliveryOf = async (chatId: string, seq: number): Promise<string> =>
    (await lan.get(`/chats/${chatId}/transcript?after=${seq - 1}&limit=1`)).body.entries[0].delivery;
  const holderOf = async (chatId: string) => (await lan.get(`/chats/${chatId}`)).body.holder;

  for (const [on, who] of [
    ['zalo', '3001'],
    ['messenger', '3002'],
  ] as const) {
    it(`arrive on ${on}: a picture without its place, a PDF as it is, and their echo is nobody's reply`, async () => {
      const chatId = await greeted(on, who);
      const picture = await send(chatId, await aPicture());
      const paper = await send(chatId, aDocument());
      await until(() => filesTo(on, who).length === 2);
      const [first, second] = filesTo(on, who);
      expect(first?.contentType).to.equal('image/jpeg');
      expect((await sharp(first!.bytes).metadata()).exif).to.equal(undefined);
      expect(second?.contentType).to.equal('application/pdf');
      expect(second?.bytes.equals(aDocument())).to.equal(true);
      await until(async () => (await deliveryOf(chatId, paper)) === 'sent');
      expect(await deliveryOf(chatId, picture)).to.equal('sent');
      await running[on].settled();
      expect(await holderOf(chatId)).to.deep.include({ kind: 'staff', you: true });
    });
  }

  it('may be a DOCX on both', async () => {
    for (const [on, who] of [
      ['zalo', '3009'],
      ['messenger', '3010'],
    ] as const) {
      await send(await greeted(on, who), aWordDocument());
      await until(() => filesTo(on, who).length === 1);
      expect(filesTo(on, who)[0]?.bytes.equals(aWordDocument())).to.equal(true);
    }
  });

  it('count on Zalo as every reply does', async () => {
    const chatId = await greeted('zalo', '3003');
    const left = async () => (await lan.get(`/chats/${chatId}`)).body.limits.repliesLeft;
    const before = await left();
    await send(chatId, await aPicture());
    await until(() => filesTo('zalo', '3003').length === 1);
    expect(await left()).to.equal(before - 1);
  });

  for (const [on, who] of [
    ['zalo', '3004'],
    ['messenger', '3005'],
  ] as const) {
    it(`wait while ${on} is away, keep their order with words, and arrive once`, async () => {
      const chatId = await greeted(on, who);
      running[on].mood = 'down';
      await send(chatId, await aPicture());
      const { epoch } = (await lan.get(`/chats/${chatId}`)).body;
      await lan.post(`/chats/${chatId}/messages`, { text: 'Em xem ảnh nhé.', epoch, clientId: who });
      await running.test.app.sending.idle();
      expect(filesTo(on, who)).to.have.length(0);
      running[on].mood = 'up';
      await until(() => sentTo(on, who).some(({ text }) => text === 'Em xem ảnh nhé.'));
      await running[on].settled();
      const kinds = sentTo(on, who).map(({ text, file }) => (file === undefined ? text : 'file'));
      expect(kinds.slice(-2)).to.deep.equal(['file', 'Em xem ảnh nhé.']);
      expect(kinds.filter((kind) => kind === 'file')).to.have.length(1);
    });
  }

  it('are uploaded anew to Zalo when the upload had expired, and arrive once', async () => {
    const chatId = await greeted('zalo', '3006');
    const { uploads } = running.zalo;
    const before = uploads.taken;
    running.zalo.moodAfter = { calls: 1, mood: 'down' };
    await send(chatId, aDocument());
    await until(() => uploads.taken === before + 1 && running.zalo.mood === 'down');
    uploads.expire();
    running.zalo.mood = 'up';
    await until(() => filesTo('zalo', '3006').length === 1);
    await running.zalo.settled();
    expect(uploads.taken).to.equal(before + 2);
    expect(filesTo('zalo', '3006')).to.have.length(1);
  });

  it('go on with a new token when the old one ends between upload and message', async () => {
    const chatId = await greeted('zalo', '3007');
    const before = running.zalo.refreshes;
    running.zalo.revokeAfter = 1;
    await send(chatId, await aPicture());
    await until(() => filesTo('zalo', '3007').length === 1);
    expect(running.zalo.refreshes).to.equal(before + 1);
  });

  it('that are lost on the disk are shown to staff as not delivered', async () => {
    const chatId = await greeted('messenger', '3008');
    running.messenger.mood = 'down';
    const seq = await send(chatId, aDocument());
    await running.test.app.sending.idle();
    const { files, database } = running.test.app.stores;
    const { rows } = await database.executeSql('select id from attachment order by created_at desc');
    for (const row of rows) await files.remove(`${(row as { id: string }).id}.original`);
    running.messenger.mood = 'up';
    await until(async () => (await deliveryOf(chatId, seq)) === 'failed');
    expect(filesTo('messenger', '3008')).to.deep.equal([]);
  });

  it('are seen on the page that plays the platforms', async () => {
    const desk = await new ChatDesk(running.zalo, running.messenger).serve(0);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(desk.url);
      await page.fill('#as', '3001');
      await page.locator('#as').blur();
      await page.waitForFunction(`document.querySelector('.line img')?.naturalWidth > 0`);
      await page.getByRole('link', { name: 'file.pdf' }).waitFor();
    } finally {
      await browser.close();
      await desk.close();
    }
  });

  it('leave no name and no word of theirs in the log', () => {
    for (const line of running.test.logged) expect(line).not.to.match(/file\.(?:jpg|pdf)|Secret Phone/u);
  });
});
