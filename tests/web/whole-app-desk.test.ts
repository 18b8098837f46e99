import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { networkOf, phone } from './helpers/browser.ts';
import { answered, spoken, write } from './helpers/chat-page.ts';
import { sideways, tabTo } from './helpers/everybody.ts';
import { close, firstWorker, say, secondWorker, signIn, takeNext } from './helpers/staff-page.ts';
import { aChild, inDanger, picture, wholeApp } from './helpers/whole-app.ts';

describe('a child and two social workers on the whole program', function () {
  this.timeout(120_000);
  const whole = wholeApp();
  let lan: Page;
  let minh: Page;
  let child: Page;

  before(async function () {
    this.timeout(120_000);
    ({ page: lan } = await firstWorker(whole));
    ({ page: minh } = await secondWorker(whole, lan));
  });
  beforeEach(async () => {
    await openToday(lan);
    await openToday(minh);
    ({ page: child } = await aChild(whole));
  });

  async function openToday(page: Page): Promise<void> {
    await page.goto(`${whole.app.base}/console/today`);
    await page.getByText('Chưa có ai chờ').first().waitFor();
  }

  it('rings for both within a second, is taken, talked over, passed on, given back and ended', async () => {
    await heard(lan);
    await heard(minh);
    await inDanger(child);
    const written = performance.now();
    await Promise.all([rings(lan), rings(minh)]);
    expect(performance.now() - written).to.be.below(1000);
    await picture(lan, 'today');

    await takeNext(lan);
    const taken = performance.now();
    await answered(child, 'Từ giờ là người thật');
    expect(performance.now() - taken).to.be.below(1000);
    // Nobody else is called for the one who is now spoken with.
    await minh.getByText('Chưa có ai chờ').first().waitFor();

    await say(lan, 'Chào con, cô là Lan, người thật đây.');
    await answered(child, 'cô là Lan');
    await write(child, 'con trốn trong nhà tắm');
    await lan.locator('.entry-person').getByText('con trốn trong nhà tắm').waitFor();
    await picture(lan, 'chat');
    await picture(child, 'child');

    await offer(lan, 'Trần Văn Minh', 'Con đang trốn trong nhà tắm');
    await minh.getByText('Con đang trốn trong nhà tắm').waitFor();
    await picture(minh, 'offer');
    await minh.getByRole('button', { name: 'Nhận', exact: true }).click();
    await minh.getByText('bạn đang trả lời').waitFor();
    await lan.getByText('Trần Văn Minh đang trả lời', { exact: true }).waitFor();
    await say(minh, 'Chú là Minh, chú nói tiếp với con nhé.');
    await answered(child, 'Chú là Minh');

    await giveBack(minh, 'Con đã ra ngoài an toàn');
    await answered(child, 'giờ lại là mình, cái máy');
    await write(child, 'em muốn gặp cô chú');
    await lan.getByRole('button', { name: 'Nhận', exact: true }).click();
    await lan.getByText('bạn đang trả lời').waitFor();
    await say(lan, 'Cô Lan lại ở đây với con.');
    await answered(child, 'Cô Lan lại ở đây');
    await close(lan);
    await answered(child, 'giờ lại là mình, cái máy');
    await minh.getByText('Chưa có ai chờ').first().waitFor();
  });

  it('misses nothing and doubles nothing when the worker, then the child, is cut off', async () => {
    const network = await networkOf(child.context());
    await child.reload();
    await child.waitForSelector('.reply');
    await inDanger(child);
    await takeNext(lan);
    await say(lan, 'cán bộ 1');
    await answered(child, 'cán bộ 1');

    await lan.context().setOffline(true);
    await lan.getByText('Mất kết nối với máy chủ').waitFor();
    for (const line of ['trẻ 1', 'trẻ 2']) await sent(child, line);
    await say(lan, 'cán bộ 2');
    await lan.getByRole('button', { name: 'Gửi lại' }).waitFor();
    await lan.context().setOffline(false);
    await lan.getByText('Mất kết nối với máy chủ').waitFor({ state: 'detached' });
    await lan.locator('.entry-person').getByText('trẻ 2').waitFor();
    await lan.getByRole('button', { name: 'Gửi lại' }).click();
    await answered(child, 'cán bộ 2');

    await network.cut();
    await say(lan, 'cán bộ 3');
    await lan.locator('.entry-mine', { hasText: 'cán bộ 3' }).getByText('đã gửi').waitFor();
    await write(child, 'trẻ 3');
    await child.locator('.state.waiting').waitFor();
    expect((await spoken(child)).join()).not.to.include('cán bộ 3');
    await network.mend();
    await answered(child, 'cán bộ 3');
    await lan.locator('.entry-person').getByText('trẻ 3').waitFor();
    // The last line stands behind everything that came late.
    await say(lan, 'cán bộ 4');
    await answered(child, 'cán bộ 4');

    const lines = (await spoken(child)).filter((line) => /cán bộ \d|trẻ \d/.test(line));
    expect(lines.toSorted()).to.deep.equal([
      ...[1, 2, 3, 4].map((at) => `staff: cán bộ ${at}`),
      ...[1, 2, 3].map((at) => `you: trẻ ${at}`),
    ]);
    const seen = await lan.locator('.entry .bubble').allTextContents();
    expect(seen.filter((line) => /cán bộ \d|trẻ \d/.test(line)).toSorted()).to.deep.equal([
      ...[1, 2, 3, 4].map((at) => `cán bộ ${at}`),
      ...[1, 2, 3].map((at) => `trẻ ${at}`),
    ]);
    await close(lan);
  });

  it('works with the keyboard alone: take, write, send, end', async () => {
    await inDanger(child);
    await lan.getByRole('button', { name: 'Nhận cuộc tiếp theo' }).waitFor();
    await tabTo(lan, 'Nhận cuộc tiếp theo');
    await lan.keyboard.press('Enter');
    await lan.locator('.composer textarea:focus').waitFor();
    await lan.keyboard.type('Chào con, cô đang đọc.');
    await lan.keyboard.press('Enter');
    await answered(child, 'Chào con, cô đang đọc.');
    await tabTo(lan, 'Kết thúc', 'Shift+Tab');
    await lan.keyboard.press('Enter');
    await lan.getByRole('dialog').waitFor();
    await lan.locator('[role=dialog] :focus, [role=dialog]:focus').first().waitFor();
    await lan.keyboard.press('Tab');
    while ((await lan.locator('[role=dialog] input[type=radio]:focus').count()) === 0)
      await lan.keyboard.press('Tab');
    await lan.keyboard.press('Space');
    await tabTo(lan, 'Kết thúc');
    await lan.keyboard.press('Enter');
    await lan.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await answered(child, 'giờ lại là mình, cái máy');
  });

  it('works on a phone 360 wide, and nothing scrolls sideways', async () => {
    const { page, faults } = await whole.visit('/console', phone);
    await signIn(page, 'lan.nguyen');
    await page.getByText('Chưa có ai chờ').first().waitFor();
    await inDanger(child);
    await page.getByText('1 người đang nguy hiểm').first().waitFor();
    await picture(page, 'phone-today');
    expect(await sideways(page)).to.be.at.most(0);
    await takeNext(page);
    await page.locator('.composer textarea').fill('Chào con, cô đang đọc.');
    await page.getByRole('button', { name: 'Gửi' }).tap();
    await answered(child, 'Chào con, cô đang đọc.');
    await picture(page, 'phone-chat');
    expect(await sideways(page)).to.be.at.most(0);
    await page.getByText('Điều đã kể').first().tap();
    await page.getByRole('complementary').waitFor();
    expect(await sideways(page)).to.be.at.most(0);
    await page.getByText('Trò chuyện', { exact: true }).tap();
    await close(page);
    await answered(child, 'giờ lại là mình, cái máy');
    expect(faults).to.deep.equal([]);
  });
});

/** Written, and taken by the server. */
async function sent(page: Page, text: string): Promise<void> {
  await write(page, text);
  await page.locator(`.bubble:has-text("${text}") + .state.sent`).waitFor();
}

/** Lets the desk sound, and remembers that it did: browsers stay silent until somebody has touched the page. */
async function heard(page: Page): Promise<void> {
  await page.evaluate(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (this: OscillatorNode, ...when) {
      document.documentElement.dataset['rang'] = 'yes';
      start.apply(this, when);
    };
  });
  await page.getByRole('heading', { name: 'Hôm nay' }).click();
}

async function rings(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.title.includes('1 người đang nguy hiểm') && document.documentElement.dataset['rang'] === 'yes',
    undefined,
    { polling: 50 },
  );
  await page.locator('.bar-danger').waitFor();
}

async function offer(page: Page, colleague: string, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Chuyển' }).click();
  await page.getByRole('combobox', { name: 'Chuyển cho' }).click();
  await page.getByTitle(colleague, { exact: false }).click();
  await page.getByLabel('Dặn lại').fill(note);
  await page.getByRole('dialog').getByRole('button', { name: 'Chuyển' }).click();
  await page.getByText(`Đã mời ${colleague} nhận`).waitFor();
}

async function giveBack(page: Page, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Trả lại bot' }).click();
  await page.getByLabel('Dặn lại cho lần sau').fill(note);
  await page.getByRole('dialog').getByRole('button', { name: 'Trả lại bot' }).click();
  await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
}
