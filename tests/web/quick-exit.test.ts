import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launch, standInForWeather, type Visit, visit } from './helpers/browser.ts';
import { answered, write } from './helpers/chat-page.ts';
import { type ScriptedServer, startScripted } from './helpers/scripted-server.ts';

const weather = 'https://nchmf.gov.vn/';

describe('quick exit', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ScriptedServer;
  let visited: Visit;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    browser = await launch();
    server = await startScripted((content) =>
      content.kind === 'opened'
        ? [{ text: 'Xin chào', buttons: ['Có', 'Không'] }]
        : [{ text: 'Mình nghe đây', buttons: [] }],
    );
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    visited = await visit(browser, server.url);
    await standInForWeather(visited.context);
    await answered(visited.page, 'Xin chào');
    await write(visited.page, 'một chuyện riêng');
    await answered(visited.page, 'Mình nghe đây');
    await visited.page.fill('#text', 'đang viết dở');
  });
  afterEach(() => visited.context.close());

  it('empties the page in the same instant, before any network is asked for anything', async () => {
    const { page } = visited;
    await recordOrder(page);
    await page.click('#exit', { noWaitAfter: true });
    await page.waitForURL(weather);
    const order = visited.asked.at(-1);
    expect(order).to.equal(weather);
    expect(await orderOf(visited)).to.deep.equal(['empty', 'closed', 'asked for another page']);
  });

  it('shows nothing of the page when the network hangs', async () => {
    const { page, context } = visited;
    await context.unroute('https://nchmf.gov.vn/**');
    await context.route('https://nchmf.gov.vn/**', () => undefined);
    const left = await page.evaluate(() => {
      const field = document.querySelector('textarea');
      document.getElementById('exit')?.click();
      return `${field?.value}${document.documentElement.outerHTML}`;
    });
    expect(left).not.to.match(/chuyện|Xin chào|dở/);
    expect(left).to.match(/<body><\/body>/);
  });

  it('leaves nothing behind the back button', async () => {
    const { page } = visited;
    await page.click('#exit');
    await page.waitForURL(weather);
    await page.goBack().catch(() => null);
    await page.waitForTimeout(300);
    expect(page.url()).not.to.contain('127.0.0.1');
    expect(await page.content()).not.to.match(/chuyện|Xin chào|dở/);
  });

  it('begins anew, empty, when the address is opened again', async () => {
    const { page } = visited;
    await page.click('#exit');
    await page.waitForURL(weather);
    await page.goto(server.url);
    await answered(page, 'Xin chào');
    expect(await page.textContent('#log')).not.to.contain('chuyện');
    expect(await page.inputValue('#text')).to.equal('');
  });

  it('does the same when Shift is pressed three times', async () => {
    const { page } = visited;
    await page.focus('#text');
    for (let times = 0; times < 3; times++) await page.keyboard.press('Shift');
    await page.waitForURL(weather);
  });

  it('stays when Shift writes capital letters, and when Shift is pressed slowly', async () => {
    const { page } = visited;
    await page.focus('#text');
    for (const letter of 'ABCD') await page.keyboard.press(`Shift+${letter}`);
    await page.keyboard.press('Shift');
    await page.keyboard.press('Shift');
    await page.waitForTimeout(2100);
    await page.keyboard.press('Shift');
    expect(page.url()).to.equal(`${server.url}/`);
  });

  it('stays when Escape is pressed, which people press for other reasons', async () => {
    const { page } = visited;
    for (let times = 0; times < 3; times++) await page.keyboard.press('Escape');
    expect(await page.textContent('#log')).to.contain('một chuyện riêng');
  });

  it('leaves at once when its name is written as a message, and sends nothing', async () => {
    const { page } = visited;
    const before = server.store.received.length;
    await write(page, 'Thoát nhanh');
    await page.waitForURL(weather);
    expect(server.store.received.length).to.equal(before);
  });

  it('empties the page when it is left in any other way, so that no back-forward cache holds it', async () => {
    const { page } = visited;
    const left = await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      return document.documentElement.outerHTML;
    });
    expect(left).not.to.match(/chuyện|Xin chào|dở/);
    await page.goto('about:blank');
    await page.goBack();
    await answered(page, 'Xin chào');
    expect(await page.textContent('#log')).not.to.contain('chuyện');
  });

  it('is in sight and not covered, with the help card and the attachment panel open', async () => {
    const { page } = visited;
    await page.click('#help-button');
    await page.click('#add');
    await page.click('#exit', { timeout: 2000 });
    await page.waitForURL(weather);
  });

  it('works as a plain link before any script has come', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    await standInForWeather(context);
    const page = await context.newPage();
    await page.goto(server.url);
    expect(await page.locator('a[href^="tel:"]').count()).to.be.greaterThan(2);
    await page.click('#exit');
    await page.waitForURL(weather);
    await context.close();
  });
});

const marks = new WeakMap<Page, string[]>();

/** Notes in which order the page is emptied, the stream is let go, and another page is asked for. */
async function recordOrder(page: Page): Promise<void> {
  const noted: string[] = [];
  marks.set(page, noted);
  await page.exposeFunction('noteOrder', (mark: string) => void noted.push(mark));
  await page.evaluate(() => {
    const note = (Reflect.get(window, 'noteOrder') as (mark: string) => void).bind(window);
    const emptied = Element.prototype.replaceChildren;
    document.body.replaceChildren = function (...nodes) {
      emptied.apply(this, nodes);
      if (this.textContent === '') note('empty');
    };
    const close = WebSocket.prototype.close;
    WebSocket.prototype.close = function (...args) {
      note('closed');
      close.apply(this, args);
    };
  });
  page.on('request', (request) => {
    if (request.isNavigationRequest()) noted.push('asked for another page');
  });
}

async function orderOf({ page }: Visit): Promise<readonly string[]> {
  return [...new Set(marks.get(page))];
}
