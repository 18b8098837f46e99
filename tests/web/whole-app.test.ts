import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../helpers/app.ts';
import { chromiumPath, launch, phone, visit } from './helpers/browser.ts';
import { spoken, write } from './helpers/chat-page.ts';

describe('the web page on the whole program', function () {
  this.timeout(180_000);
  let browser: Browser;
  let app: TestApp;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    app = await startApp();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('greets, says that it is a machine, and asks first whether the person is safe', async () => {
    const { page, context, faults } = await visit(browser, app.base, phone);
    await page.waitForSelector('.reply');
    const lines = await spoken(page);
    expect(lines.length).to.be.at.least(2);
    expect(lines.join('\n'))
      .to.match(/mình là máy/)
      .and.match(/111/);
    expect(lines.at(-1)).to.match(/an toàn không/);
    expect(faults).to.deep.equal([]);
    await context.close();
  });

  it('puts the numbers to call on the screen when the answer is no', async () => {
    const { page, context } = await visit(browser, app.base, phone);
    await page.click('.reply:has-text("Không an toàn")');
    await page.waitForSelector('.call-line[href="tel:111"]');
    await page.waitForSelector('.call-line[href="tel:113"]');
    await context.close();
  });

  it('takes a photo, and says that it has it', async () => {
    const { page, context } = await visit(browser, app.base, phone);
    await page.waitForSelector('.reply');
    const before = (await spoken(page)).length;
    await page.setInputFiles('#pick-photo', {
      name: 'a.png',
      mimeType: 'image/png',
      buffer: await page.screenshot(),
    });
    await page.click('#confirm-send');
    await moreThan(page, before + 1);
    expect(await page.locator('.you .picture').count()).to.equal(1);
    expect(await page.locator('.state.refused').count()).to.equal(0);
    await context.close();
  });

  it('refuses a program dressed up as a photo, in words', async () => {
    const { page, context } = await visit(browser, app.base, phone);
    await page.waitForSelector('.reply');
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2000)]);
    await page.setInputFiles('#pick-file', { name: 'a.png', mimeType: 'image/png', buffer: program });
    await page.click('#confirm-send');
    await page.waitForSelector('.state.refused');
    await context.close();
  });

  it('hears an answer to what is written in free words', async () => {
    const { page, context } = await visit(browser, app.base, phone);
    await page.waitForSelector('.reply');
    const before = (await spoken(page)).length;
    await write(page, 'em muốn gặp cô chú');
    // The person's own bubble, and at least one of the bot.
    await moreThan(page, before + 1);
    expect(await spoken(page)).to.include('you: em muốn gặp cô chú');
    await context.close();
  });
});

async function moreThan(page: Page, count: number): Promise<void> {
  await page.waitForFunction((most) => document.querySelectorAll('#log .bubble').length > most, count);
}
