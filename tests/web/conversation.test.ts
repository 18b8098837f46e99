import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { chromiumPath, desk, launch, phone, type Visit, visit } from './helpers/browser.ts';
import { answered, spoken, write } from './helpers/chat-page.ts';
import { type ScriptedServer, startScripted } from './helpers/scripted-server.ts';

describe('a conversation on the web page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ScriptedServer;
  let visited: Visit;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    server = await startScripted(
      (content) => {
        if (content.kind === 'opened') return [{ text: 'Bạn có an toàn không?', buttons: ['Có', 'Không'] }];
        if (content.kind === 'button')
          return [{ text: `Đã chọn ${content.value}`, buttons: ['Tiếp', 'Dừng'] }];
        return [
          {
            text: 'Gọi ngay, không mất tiền:\n111\nCông an:\n113\nMã: 1234 5678 1234 5678\nGọi 111 hoặc 115.',
          },
        ];
      },
      { delay: 60 },
    );
  });
  afterEach(async () => {
    await visited.context.close();
    await server.stop();
  });

  it('opens with the greeting and its answers as buttons of at least 48 pixels', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    const heights = await page.$$eval('.reply', (buttons) =>
      buttons.map((button) => button.getBoundingClientRect().height),
    );
    expect(heights).to.have.length(2);
    for (const height of heights) expect(height).to.be.at.least(48);
  });

  it('posts a tapped answer with its value, shows it as said, and offers only the newest answers', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await page.click('.reply:has-text("Không")');
    await answered(page, 'Đã chọn choice:1');
    expect(await spoken(page)).to.deep.equal([
      'bot: Bạn có an toàn không?',
      'you: Không',
      'bot: Đã chọn choice:1',
    ]);
    expect(
      await page.$$eval('.reply', (buttons) => buttons.map((button) => button.textContent)),
    ).to.deep.equal(['Tiếp', 'Dừng']);
    const { content } = server.store.received.at(-1)!;
    expect(content).to.deep.equal({ kind: 'button', value: 'choice:1', title: 'Không' });
  });

  it('shows that an answer is coming until it has come', async () => {
    await server.stop();
    server = await startScripted(
      (content) => [{ text: content.kind === 'opened' ? 'Xin chào' : 'Đây rồi' }],
      { delay: 700 },
    );
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Xin chào');
    await write(page, 'em đây');
    await page.waitForSelector('#typing:visible');
    await answered(page, 'Đây rồi');
    expect(await page.isHidden('#typing')).to.equal(true);
  });

  it('dials with a button that is a call, posts nothing for it, and opens nothing else', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    server.say({
      text: 'Gọi ngay, không mất tiền.',
      calls: {
        'Gọi 111': 'tel:111',
        'Gọi nhầm': 'javascript:alert(1)',
        'Sang trang': 'https://nowhere.test',
      },
      buttons: ['Đã gọi'],
    });
    await page.getByRole('button', { name: 'Đã gọi' }).waitFor();
    const links = await page.$$eval('a.reply', (all) =>
      all.map((link) => `${link.textContent} ${link.getAttribute('href')}`),
    );
    expect(links).to.deep.equal(['Gọi 111 tel:111']);
    // The device dials; the test has none.
    await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
    await page.getByRole('link', { name: 'Gọi 111' }).tap();
    await page.getByRole('button', { name: 'Đã gọi' }).tap();
    await answered(page, 'Đã chọn choice:0');
    expect(server.store.received.map(({ content }) => content.kind)).to.deep.equal(['opened', 'button']);
  });

  it('opens a page beside the chat, tells it nothing, and keeps the link when the talk goes on', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    server.say({
      text: 'Trang này nói thêm.',
      pages: {
        'Mở trang': 'https://example.org/them',
        'Ở máy chủ này': `${server.url}/huong-dan`,
        'Không mã hóa': 'http://example.org/them',
        'Chạy lệnh': 'javascript:alert(1)',
        'Tệp lạ': 'data:text/html,x',
        Hỏng: 'không phải địa chỉ',
      },
    });
    server.say({ text: 'Mình hỏi tiếp nhé?', buttons: ['Tiếp'] });
    await page.getByRole('button', { name: 'Tiếp' }).waitFor();
    const links = await page.$$eval('#log a.page-link', (all) =>
      all.map((link) => [link.textContent, link.getAttribute('href'), link.getAttribute('rel')].join(' ')),
    );
    expect(links).to.deep.equal([
      'Mở trang https://example.org/them noreferrer noopener',
      `Ở máy chủ này ${server.url}/huong-dan noreferrer noopener`,
    ]);
    expect(await page.$$eval('.reply', (all) => all.map((reply) => reply.textContent))).to.deep.equal([
      'Tiếp',
    ]);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Ở máy chủ này' }).tap();
    const other = await opened;
    await other.waitForLoadState();
    expect(await other.evaluate(() => [document.referrer, String(window.opener)])).to.deep.equal([
      '',
      'null',
    ]);
    await other.close();
    expect(server.store.received.map(({ content }) => content.kind)).to.deep.equal(['opened']);
  });

  it('does not repeat as a button the number that stands in the words', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    server.say({ text: 'Gọi ngay:\n111', calls: { 'Gọi 111': 'tel:111' }, buttons: ['Đã gọi'] });
    await page.getByRole('button', { name: 'Đã gọi' }).waitFor();
    expect(await page.locator('a.reply').count()).to.equal(0);
    expect(await page.locator('.call-line[href="tel:111"]').count()).to.equal(1);
  });

  it('makes numbers to call of numbers to call, and leaves a receipt alone', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    await write(page, 'cứu 111');
    await answered(page, 'Gọi ngay');
    const links = await page.$$eval('#log a', (all) =>
      all.map((link) => [link.className, link.getAttribute('href')].join(' ')),
    );
    expect(links).to.deep.equal([
      'call-line tel:111',
      'call-line tel:113',
      'call-word tel:111',
      'call-word tel:115',
    ]);
    expect(await page.textContent('#log')).to.contain('Mã: 1234 5678 1234 5678');
  });

  it('shows what looks like HTML as the text it is', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    const nasty = '<img src=x onerror="document.title=1"><b>đậm</b>';
    await write(page, nasty);
    server.say({ text: nasty, author: 'staff' });
    await page.waitForSelector('.staff .bubble');
    expect(await spoken(page)).to.include.members([`you: ${nasty}`, `staff: ${nasty}`]);
    expect(await page.locator('#log img, #log .bubble b').count()).to.equal(0);
    expect(await page.title()).to.equal('Thông tin');
  });

  it('tells a person from the machine by name, not by colour alone', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    server.say({ text: 'Cô đây', author: 'staff' });
    await answered(page, 'Cô đây');
    expect(await page.$$eval('#log .head b', (heads) => heads.map((head) => head.textContent))).to.deep.equal(
      ['Máy trả lời', 'Cán bộ'],
    );
    expect(await page.locator('.reply').count()).to.equal(0);
  });

  it('can be had with the keyboard alone', async () => {
    visited = await visit(browser, server.url, desk);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
    const order: string[] = [];
    for (let tabs = 0; tabs < 7; tabs++) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order).to.deep.equal([
      'help-button',
      'exit',
      '111 Trẻ em',
      '113 Công an',
      '115 Cấp cứu',
      'scroll',
      'Có',
    ]);
    await page.keyboard.press('Enter');
    await answered(page, 'Đã chọn choice:0');
    expect(await focused()).to.equal('scroll');
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('Tiếp');
    for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press('Tab');
    expect(await focused()).to.equal('text');
    await page.keyboard.type('dòng một');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('dòng hai');
    await page.keyboard.press('Enter');
    await answered(page, 'Gọi ngay');
    expect(await spoken(page)).to.include('you: dòng một\ndòng hai');
    expect(await focused()).to.equal('text');
  });

  it('opens the help card with the numbers, and closes it with Escape where it was opened', async () => {
    visited = await visit(browser, server.url, desk);
    const { page } = visited;
    await page.focus('#help-button');
    await page.keyboard.press('Enter');
    expect(await page.isVisible('#help')).to.equal(true);
    expect(await page.textContent('#help')).to.contain('Lịch sử trình duyệt có thể vẫn còn');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('#help')).to.equal(false);
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('help-button');
  });

  it('takes the conversation off the screen when the bot has deleted it', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    await write(page, 'chuyện của em');
    await answered(page, 'Gọi ngay');
    server.say({ text: 'Mình đã xóa xong.', key: 'delete-what-i-wrote.done' });
    await answered(page, 'Mình đã xóa xong.');
    expect(await spoken(page)).to.deep.equal(['bot: Mình đã xóa xong.']);
  });

  it('says that a message is too long and gives it back to be split', async () => {
    visited = await visit(browser, server.url, phone);
    const { page } = visited;
    await answered(page, 'Bạn có an toàn không?');
    await write(page, 'a'.repeat(20_001));
    await page.waitForSelector('.state.refused');
    expect(await page.textContent('.state.refused')).to.contain('chia thành nhiều tin');
    await page.click('.state.refused button');
    expect((await page.inputValue('#text')).length).to.equal(20_001);
    expect(await spoken(page)).to.have.length(1);
  });
});
