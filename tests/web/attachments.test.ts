import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launch, phone, type Visit, visit } from './helpers/browser.ts';
import { answered, write } from './helpers/chat-page.ts';
import { type ScriptedServer, startScripted } from './helpers/scripted-server.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('files on the web page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ScriptedServer;
  let visited: Visit;
  let page: Page;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    server = await startScripted((content) => {
      if (content.kind === 'opened') return [{ text: 'Xin chào' }];
      return [{ text: content.kind === 'attachments' ? 'Đã nhận tệp' : 'Mình nghe đây' }];
    });
    visited = await visit(browser, server.url, { ...phone, permissions: ['microphone'] });
    page = visited.page;
    await answered(page, 'Xin chào');
  });
  afterEach(async () => {
    await visited.context.close();
    await server.stop();
  });

  it('sends a photo after it was seen once more, and shows it as sent', async () => {
    await page.setInputFiles('#pick-photo', { name: 'nhà em.png', mimeType: 'image/png', buffer: png });
    await page.waitForSelector('#confirm .picture');
    expect(server.store.received.length).to.equal(1);
    await page.click('#confirm-send');
    await answered(page, 'Đã nhận tệp');
    expect(await page.locator('.you .picture').count()).to.equal(1);
    const { content } = server.store.received.at(-1)!;
    expect(content.kind === 'attachments' && content.attachments[0]?.size).to.equal(png.length);
    expect(JSON.stringify(server.store.received)).not.to.contain('nhà em');
  });

  it('sends nothing when the person thinks better of it', async () => {
    await page.setInputFiles('#pick-photo', { name: 'a.png', mimeType: 'image/png', buffer: png });
    await page.click('#confirm-cancel');
    expect(await page.locator('#log .you').count()).to.equal(0);
    expect(server.store.received.length).to.equal(1);
  });

  it('keeps the order of words and files', async () => {
    await page.setInputFiles('#pick-photo', { name: 'a.png', mimeType: 'image/png', buffer: png });
    await page.click('#confirm-send');
    await write(page, 'đây là ảnh');
    await answered(page, 'Mình nghe đây');
    expect(server.store.received.map(({ content }) => content.kind)).to.deep.equal([
      'opened',
      'attachments',
      'text',
    ]);
  });

  it('stores a photo once when its confirmation was lost', async () => {
    server.failPosts(1, 'after');
    await page.setInputFiles('#pick-photo', { name: 'a.png', mimeType: 'image/png', buffer: png });
    await page.click('#confirm-send');
    await page.waitForSelector('.state.waiting');
    await answered(page, 'Đã nhận tệp');
    await page.waitForSelector('.state.sent', { state: 'attached' });
    expect(server.store.received.filter(({ content }) => content.kind === 'attachments')).to.have.length(1);
  });

  const refusals = [
    { start: 'TYPE', words: 'Chưa nhận được loại tệp này' },
    { start: 'BROKEN', words: 'Tệp bị hỏng' },
    { start: 'LARGE', words: 'Tệp lớn quá' },
  ];
  for (const { start, words } of refusals) {
    it(`says "${words}" when the server refuses a file for that, and goes on`, async () => {
      await page.setInputFiles('#pick-file', {
        name: 'a.bin',
        mimeType: 'application/pdf',
        buffer: Buffer.from(start.padEnd(20)),
      });
      await page.click('#confirm-send');
      await page.waitForSelector(`.state.refused >> text=${words}`);
      await write(page, 'vẫn viết được');
      await answered(page, 'Mình nghe đây');
    });
  }

  it('refuses what is too large before it is sent', async () => {
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#pick-file');
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(21 * 1024 * 1024)], 'a.mp4', { type: 'video/mp4' }));
      if (input === null) return;
      input.files = files.files;
      input.dispatchEvent(new Event('change'));
    });
    await page.waitForSelector('#trouble:has-text("20 MB")');
    expect(server.seen.some((line) => line.includes('/upload'))).to.equal(false);
  });

  it('records a voice note and sends it', async () => {
    await page.click('#add');
    await page.click('#add-voice');
    await page.waitForSelector('#recorder:visible');
    await page.waitForTimeout(1200);
    await page.click('#record-send');
    await answered(page, 'Đã nhận tệp');
    expect(await page.locator('.you audio').count()).to.equal(1);
    const { content } = server.store.received.at(-1)!;
    expect(content.kind === 'attachments' && (content.attachments[0]?.size ?? 0) > 200).to.equal(true);
    expect(await page.isVisible('#composer')).to.equal(true);
  });

  it('throws a voice note away when asked to', async () => {
    await page.click('#add');
    await page.click('#add-voice');
    await page.waitForSelector('#recorder:visible');
    await page.click('#record-cancel');
    expect(await page.isVisible('#composer')).to.equal(true);
    expect(server.store.received.length).to.equal(1);
  });

  it('says in words when the microphone is not allowed', async () => {
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.click('#add');
    await page.click('#add-voice');
    await page.waitForSelector('#trouble:has-text("micrô")');
  });
});
