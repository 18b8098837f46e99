import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { aDocument, aPicture } from '../helpers/staff-files.ts';
import { chromiumPath, launch, phone, standInForWeather, type Visit, visit } from './helpers/browser.ts';
import { answered, write } from './helpers/chat-page.ts';
import { seriousFaults, sideways } from './helpers/everybody.ts';
import { type ScriptedServer, startScripted } from './helpers/scripted-server.ts';
import { picture } from './helpers/whole-app.ts';

const photoId = '5b3a8c1e-0a4b-4c0e-9d53-3a1f0b6f7a01';
const paperId = '5b3a8c1e-0a4b-4c0e-9d53-3a1f0b6f7a02';
const photo = { id: photoId, contentType: 'image/jpeg', size: 1000 };
const paper = { id: paperId, contentType: 'application/pdf', size: 50 };

describe('files of the Centre on the web page', function () {
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
      if (content.kind === 'text' && content.text === 'xóa')
        return [{ text: 'Đã xóa', key: 'delete-what-i-wrote.done' }];
      return [{ text: 'Mình nghe đây' }];
    });
    server.store.pictures.set(photoId, { contentType: 'image/jpeg', bytes: await aPicture() });
    server.store.documents.set(paperId, { contentType: 'application/pdf', bytes: aDocument() });
    visited = await visit(browser, server.url, phone);
    page = visited.page;
    await answered(page, 'Xin chào');
  });
  afterEach(async () => {
    await visited.context.close();
    await server.stop();
  });

  const says = (file: typeof photo) => server.say({ text: '', author: 'staff', files: [file] });
  const shown = () => page.locator('.staff .picture');

  it('show a picture where it was sent, and nothing of it stays once it is left', async () => {
    says(photo);
    await shown().waitFor();
    expect(await shown().getAttribute('alt')).to.equal('Ảnh cán bộ gửi');
    await page.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('.picture')?.naturalWidth ?? 0) > 0,
    );
    const address = (await shown().getAttribute('src')) ?? '';
    expect(address).to.match(/^blob:/);
    expect(
      visited.asked.filter((url) => url.includes('token=')),
      'no token in an address',
    ).to.deep.equal([]);
    await picture(page, 'chat-360-picture');
    expect(await sideways(page)).to.be.at.most(0);
    await standInForWeather(visited.context);
    const left = await page.evaluate(async (blob) => {
      document.getElementById('exit')?.click();
      const reached = await fetch(blob).then(
        () => 'still there',
        () => 'gone',
      );
      return [document.images.length, reached];
    }, address);
    expect(left).to.deep.equal([0, 'gone']);
  });

  it('go from the screen with everything else when the person deletes', async () => {
    says(photo);
    await shown().waitFor();
    const address = (await shown().getAttribute('src')) ?? '';
    await write(page, 'xóa');
    await answered(page, 'Đã xóa');
    expect(await shown().count()).to.equal(0);
    const reached = await page.evaluate(
      (blob) =>
        fetch(blob).then(
          () => true,
          () => false,
        ),
      address,
    );
    expect(reached).to.equal(false);
  });

  it('do not come up after quick exit when they were still on their way', async () => {
    // The other page never answers, so this one stays, empty; the file comes although nobody wants it any more.
    await visited.context.route('https://nchmf.gov.vn/**', () => undefined);
    await page.evaluate(() => {
      const late: Record<string, unknown> = {};
      window.fetch = () =>
        new Promise((resolve) => {
          late['come'] = () => resolve(new Response(new Blob(['x'], { type: 'image/jpeg' })));
        });
      Object.assign(window, { late });
    });
    says(photo);
    await page.getByText('Đang tải ảnh…').waitFor();
    const left = await page.evaluate(async () => {
      let made = 0;
      URL.createObjectURL = () => {
        made += 1;
        return 'blob:made';
      };
      document.getElementById('exit')?.click();
      // Put there a moment ago.
      (window as unknown as { late: { come: () => void } }).late.come();
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setTimeout(resolve));
      return [made, document.body.innerHTML];
    });
    expect(left).to.deep.equal([0, '']);
  });

  it('are asked for again by a tap when the network failed', async () => {
    let broken = true;
    await page.route('**/attachments/**', (route) => (broken ? route.abort() : route.continue()));
    says(photo);
    const again = page.getByRole('button', { name: 'Tải lại ảnh' });
    await again.waitFor();
    broken = false;
    await again.click();
    await shown().waitFor();
  });

  it('that are not there any more say so', async () => {
    server.store.pictures.clear();
    says(photo);
    await page.getByText('Tệp này không còn nữa.').waitFor();
  });

  it('offer a document by its kind, and save it under a name that says nothing', async () => {
    says(paper);
    const offer = page.getByRole('button', { name: 'Tải tài liệu PDF' });
    await offer.waitFor();
    expect(
      visited.asked.some((url) => url.includes('/attachments/')),
      'not fetched unasked',
    ).to.equal(false);
    await page.getByText('Tải về thì tệp nằm lại trong máy').waitFor();
    await picture(page, 'chat-360-document');
    expect(await seriousFaults(page)).to.deep.equal([]);
    const saving = page.waitForEvent('download');
    await offer.click();
    const saved = await saving;
    expect(saved.suggestedFilename()).to.equal('file.pdf');
    expect(await readFile(await saved.path())).to.deep.equal(aDocument());
    expect(visited.faults).to.deep.equal([]);
  });
});
