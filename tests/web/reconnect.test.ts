import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launch, phone, type Visit, visit } from './helpers/browser.ts';
import { answered, spoken, write } from './helpers/chat-page.ts';
import { type ScriptedServer, startScripted } from './helpers/scripted-server.ts';

describe('the connection of the web page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ScriptedServer;
  let visited: Visit;
  let page: Page;
  let clock: () => Date;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    clock = () => new Date();
    server = await startScripted(
      (content) => {
        if (content.kind === 'opened') return [{ text: 'Xin chào' }];
        return [{ text: `Nghe: ${content.kind === 'text' ? content.text : content.kind}` }];
      },
      { now: () => clock() },
    );
    visited = await visit(browser, server.url, phone);
    page = visited.page;
    await answered(page, 'Xin chào');
  });
  afterEach(async () => {
    await visited.context.close();
    await server.stop();
  });

  it('loses and doubles nothing while sockets are cut again and again', async () => {
    for (let at = 0; at < 12; at++) {
      if (at % 2 === 0) server.cutStreams();
      await write(page, `tin ${at}`);
      if (at % 3 === 0) server.cutStreams();
    }
    await answered(page, 'Nghe: tin 11');
    expectEachOnce(await spoken(page), 12);
    expect(server.store.received.length).to.equal(13);
  });

  it('loses and doubles nothing when the server goes away in mid-conversation and comes back', async () => {
    await write(page, 'tin 0');
    await answered(page, 'Nghe: tin 0');
    await server.stop();
    await write(page, 'tin 1');
    await write(page, 'tin 2');
    await page.waitForSelector('.banner.lost');
    await page.waitForSelector('.state.waiting >> text=Gửi lại');
    await server.startAgain();
    await answered(page, 'Nghe: tin 2');
    expectEachOnce(await spoken(page), 3);
    expect(
      server.store.received.map(({ content }) => (content.kind === 'text' ? content.text : content.kind)),
    ).to.deep.equal(['opened', 'tin 0', 'tin 1', 'tin 2']);
    await page.waitForSelector('.banner:not(.lost)', { state: 'attached' });
  });

  it('sends again under the same id what was stored but not confirmed', async () => {
    server.failPosts(2, 'after');
    await write(page, 'tin 0');
    await answered(page, 'Nghe: tin 0');
    await write(page, 'tin 1');
    await answered(page, 'Nghe: tin 1');
    await page.waitForFunction(() => document.querySelectorAll('.state:not(.sent)').length === 0);
    expectEachOnce(await spoken(page), 2);
    expect(server.store.received.length).to.equal(3);
  });

  it('keeps what could not be sent in sight, and sends it when asked to', async () => {
    server.failPosts(1, 'before');
    await write(page, 'tin 0');
    await page.click('text=Gửi lại');
    await answered(page, 'Nghe: tin 0');
    expectEachOnce(await spoken(page), 1);
  });

  it('says so when it is told to slow down, and sends by itself a little later', async () => {
    server.tooMany(1);
    await write(page, 'tin 0');
    await page.waitForSelector('.state.waiting >> text=Nhiều tin quá');
    await answered(page, 'Nghe: tin 0');
    expectEachOnce(await spoken(page), 1);
  });

  it('hears what was said while it was offline, in order', async () => {
    await visited.context.setOffline(true);
    server.cutStreams();
    await page.waitForSelector('.banner.lost');
    for (let at = 0; at < 5; at++) server.say({ text: `lúc vắng ${at}`, author: 'staff' });
    await write(page, 'tin 0');
    await visited.context.setOffline(false);
    await answered(page, 'Nghe: tin 0');
    await answered(page, 'lúc vắng 4');
    const heard = (await spoken(page)).filter((line) => line.startsWith('staff'));
    expect(heard).to.deep.equal([0, 1, 2, 3, 4].map((at) => `staff: lúc vắng ${at}`));
    expectEachOnce(
      (await spoken(page)).filter((line) => !line.startsWith('staff')),
      1,
    );
  });

  it('polls where no WebSocket gets through', async () => {
    server.allowStreams(false);
    server.cutStreams();
    await page.waitForTimeout(1500);
    await write(page, 'tin 0');
    await answered(page, 'Nghe: tin 0');
    server.say({ text: 'Cô đây', author: 'staff' });
    await answered(page, 'Cô đây');
    expectEachOnce(
      (await spoken(page)).filter((line) => !line.startsWith('staff')),
      1,
    );
  });

  it('renews a token that ran out while the phone slept', async () => {
    const later = Date.now() + 2 * 3600_000;
    clock = () => new Date(later);
    server.cutStreams();
    await write(page, 'tin 0');
    await answered(page, 'Nghe: tin 0');
    expectEachOnce(await spoken(page), 1);
    expect(
      server.seen.filter((line) => line === 'POST /v3/directline/tokens/refresh 200').length,
    ).to.be.at.least(1);
  });

  it('says that a conversation has ended, and takes what was not sent into a new one', async () => {
    clock = () => new Date(Date.now() + 48 * 3600_000);
    server.cutStreams();
    await write(page, 'tin 0');
    await page.waitForSelector('.banner.ended');
    clock = () => new Date();
    await page.click('text=Bắt đầu lại');
    await answered(page, 'Nghe: tin 0');
    expect(server.store.received.map(({ content }) => content.kind)).to.deep.equal([
      'opened',
      'opened',
      'text',
    ]);
    expect(new Set(server.store.received.map(({ senderId }) => senderId)).size).to.equal(2);
  });
});

/** Each message and each answer to it stands there once, messages in the order they were written. */
function expectEachOnce(lines: readonly string[], count: number): void {
  const written = lines.filter((line) => line.startsWith('you: '));
  const heard = lines.filter((line) => line.startsWith('bot: Nghe'));
  const numbers = Array.from({ length: count }, (_, at) => at);
  expect(written).to.deep.equal(numbers.map((at) => `you: tin ${at}`));
  expect(heard).to.deep.equal(numbers.map((at) => `bot: Nghe: tin ${at}`));
}
