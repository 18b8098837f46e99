import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { chatDocument } from '../../src/channels/web/document.ts';
import { chromiumPath, desk, launch, phone, type Visit, visit } from './helpers/browser.ts';
import { answered, kept, write } from './helpers/chat-page.ts';
import { loadChat, type ScriptedServer, startScripted } from './helpers/scripted-server.ts';

const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const budget = 60 * 1024;

describe('the files of the web page', () => {
  it('weigh at most 60 kB zipped, all together', async () => {
    const { built, texts } = await loadChat();
    const page = gzipSync(chatDocument(texts.vi, built)).length;
    const total = page + built.script.gzip.length + built.style.gzip.length + built.icon.gzip.length;
    expect(total).to.be.below(budget);
  });

  it('hold no script or style within the page, which the content security policy would refuse', async () => {
    const { built, texts } = await loadChat();
    const html = chatDocument(texts.vi, built);
    expect(html).not.to.match(/<style|style="|\son\w+="|javascript:/);
    expect(html.match(/<script(?![^>]*(src=|application\/json))/)).to.equal(null);
  });
});

describe('the web page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ScriptedServer;
  let visited: Visit;
  let page: Page;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    browser = await launch();
    server = await startScripted((content) => {
      if (content.kind === 'opened')
        return [{ text: 'Bạn có an toàn không? Gấp thì gọi 111.', buttons: ['Có', 'Không', 'Gặp cô chú'] }];
      return [{ text: 'Gọi ngay:\n111\nCông an:\n113' }, { text: 'Cô đang đọc đây', author: 'staff' }];
    });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => visited.context.close());

  for (const [name, options] of [
    ['a phone', phone],
    ['a desk', desk],
    ['a dark phone', { ...phone, colorScheme: 'dark' as const }],
  ] as const) {
    it(`has no fault that axe finds, on ${name}, in any of its states`, async () => {
      visited = await visit(browser, server.url, options);
      page = visited.page;
      await answered(page, 'Bạn có an toàn không?');
      expect(await axeFaults(page)).to.deep.equal([]);
      await write(page, 'cứu em');
      await answered(page, 'Cô đang đọc đây');
      await page.click('#add');
      expect(await axeFaults(page)).to.deep.equal([]);
      await page.click('#help-button');
      await visited.context.setOffline(true);
      server.cutStreams();
      await write(page, 'mất mạng');
      await page.waitForSelector('.state.waiting');
      await page.waitForSelector('.banner.lost');
      expect(await axeFaults(page)).to.deep.equal([]);
    });
  }

  for (const width of [320, 360, 1280]) {
    it(`never scrolls sideways at ${width} pixels, whatever is said`, async () => {
      visited = await visit(browser, server.url, { viewport: { width, height: 640 } });
      page = visited.page;
      await answered(page, 'Bạn có an toàn không?');
      await write(page, 'x'.repeat(300));
      await answered(page, 'Cô đang đọc đây');
      server.say({
        text: 'https://vi.example/'.padEnd(300, 'y'),
        buttons: ['Một câu trả lời rất dài '.repeat(6)],
      });
      await page.waitForSelector('.reply');
      await page.click('#help-button');
      await page.click('#add');
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main, header, footer')].map(
          (part) => part.scrollWidth - part.clientWidth,
        ),
      );
      expect(Math.max(...wide)).to.equal(0);
    });
  }

  it('can be used when magnified four times', async () => {
    visited = await visit(browser, server.url, { viewport: { width: 320, height: 256 } });
    page = visited.page;
    await answered(page, 'Bạn có an toàn không?');
    await page.click('.reply >> nth=0');
    await answered(page, 'Cô đang đọc đây');
    await write(page, 'vẫn viết được');
    expect(await page.locator('#exit').isVisible()).to.equal(true);
  });

  it('keeps its parts usable when text alone is twice as large', async () => {
    visited = await visit(browser, server.url, phone);
    page = visited.page;
    await answered(page, 'Bạn có an toàn không?');
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).to.equal(360);
    await page.click('#exit', { trial: true });
    await page.click('.reply >> nth=0', { trial: true });
  });

  it('asks nobody but its own server, and breaks no rule of its content security policy', async () => {
    visited = await visit(browser, server.url, phone);
    page = visited.page;
    await answered(page, 'Bạn có an toàn không?');
    await write(page, 'chào');
    await answered(page, 'Cô đang đọc đây');
    const { host } = new URL(server.url);
    expect(visited.asked.filter((address) => new URL(address).host !== host)).to.deep.equal([]);
    expect(visited.faults).to.deep.equal([]);
  });

  it('leaves no cookie and nothing in any store of the browser', async () => {
    visited = await visit(browser, server.url, phone);
    page = visited.page;
    await answered(page, 'Bạn có an toàn không?');
    await write(page, 'chào');
    await answered(page, 'Cô đang đọc đây');
    expect(await kept(page)).to.deep.equal({
      cookies: '',
      local: 0,
      session: 0,
      databases: 0,
      caches: 0,
      workers: 0,
      state: null,
    });
    expect(await visited.context.cookies()).to.deep.equal([]);
  });

  it('shows a tab with a name and an icon that say nothing, and is never stored', async () => {
    visited = await visit(browser, server.url, phone);
    page = visited.page;
    expect(await page.title()).to.equal('Thông tin');
    expect(await page.getAttribute('html', 'lang')).to.equal('vi');
    const answer = await fetch(`${server.url}/`);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(answer.headers.get('content-security-policy')).to.contain("default-src 'none'");
  });

  it('says plainly, on the first screen, that the history may remain', async () => {
    visited = await visit(browser, server.url, phone);
    expect(await visited.page.locator('#first-note').isVisible()).to.equal(true);
    expect(await visited.page.textContent('#first-note')).to.contain('lịch sử trình duyệt có thể vẫn còn');
  });

  it('gives its files for ever, zipped to whoever can unzip', async () => {
    visited = await visit(browser, server.url, phone);
    const { built } = await loadChat();
    const zipped = await fetch(`${server.url}/assets/${built.script.name}`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(zipped.headers.get('cache-control')).to.contain('immutable');
    expect(zipped.headers.get('content-encoding')).to.equal('gzip');
    expect(await zipped.text()).to.equal(built.script.bytes.toString());
    const plain = await fetch(`${server.url}/assets/${built.script.name}`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).to.equal(null);
    expect(await plain.text()).to.equal(built.script.bytes.toString());
  });

  it('moves nothing when the person wants no motion', async () => {
    visited = await visit(browser, server.url, { ...phone, reducedMotion: 'reduce' });
    const name = await visited.page.evaluate(
      () => getComputedStyle(document.querySelector('.dots i') ?? document.body).animationName,
    );
    expect(name).to.equal('none');
  });

  it('speaks English to those who ask for it', async () => {
    visited = await visit(browser, `${server.url}/?lang=en`, phone);
    expect(await visited.page.textContent('#exit')).to.equal('Quick exit');
    expect(await visited.page.getAttribute('html', 'lang')).to.equal('en');
  });
});

async function axeFaults(page: Page): Promise<readonly string[]> {
  // The policy allows no script from here, so it is run by the debugger.
  const { readFile } = await import('node:fs/promises');
  await page.evaluate(await readFile(axeScript, 'utf8'));
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await page.evaluate(async (runOnly) => {
    const axe = Reflect.get(window, 'axe') as {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
    const { violations } = await axe.run({ runOnly });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }, tags);
  return found;
}
