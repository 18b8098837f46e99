import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { desk, phone } from '../helpers/browser.ts';
import { seriousFaults, sideways, tabTo } from '../helpers/everybody.ts';
import { consoleFixture } from './console-fixture.ts';

const pages = [
  'today',
  'chat/c9',
  'reports',
  'reports/r1',
  'team',
  'team/roster',
  'team/hours',
  'care',
  'settings',
] as const;

async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.locator('.ant-spin').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(300);
}

describe('the console for everybody', function () {
  this.timeout(90_000);
  const console = consoleFixture();

  for (const [size, options] of Object.entries({ desk, phone })) {
    for (const path of pages) {
      it(`${path} on a ${size}: axe finds nothing serious, nothing scrolls sideways, the policy is kept`, async () => {
        const { page, faults } = await console.open(path, options);
        await settled(page);
        expect(await seriousFaults(page)).to.deep.equal([]);
        expect(await sideways(page)).to.be.at.most(0);
        expect(faults).to.deep.equal([]);
      });
    }
  }

  it('stays readable on a night shift', async () => {
    for (const path of ['today', 'chat/c9'] as const) {
      const { page } = await console.open(path, { ...desk, colorScheme: 'dark' });
      await settled(page);
      expect(await seriousFaults(page)).to.deep.equal([]);
    }
  });

  it('takes, answers and closes with the keyboard alone', async () => {
    const { page } = await console.open('today');
    await page.getByRole('button', { name: 'Nhận cuộc tiếp theo' }).waitFor();
    await tabTo(page, 'Nhận cuộc tiếp theo');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sóng Biếc' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('Cô là Lan, cô nghe em');
    await page.keyboard.press('Enter');
    await page.locator('.entry-mine').getByText('Cô là Lan, cô nghe em').waitFor();
    await tabTo(page, 'Kết thúc', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('opens the first account from the link, and says so when the link is used', async () => {
    console.api.desk.signedIn = false;
    const { page } = await console.open('setup#good');
    await page.getByRole('heading', { name: 'Tài khoản đầu tiên' }).waitFor();
    expect(await seriousFaults(page)).to.deep.equal([]);
    await page.getByLabel('Tên bạn').fill('Nguyễn Thị Lan');
    await page.getByLabel('Tên đăng nhập').fill('lan.nguyen');
    await page.locator('input[type=password]').fill('ngan');
    await page.getByRole('button', { name: 'Mở tài khoản' }).click();
    await page.getByText('Cần ít nhất 12 ký tự.').waitFor();
    await page.locator('input[type=password]').fill('mot hai ba bon');
    await page.getByRole('button', { name: 'Mở tài khoản' }).click();
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    const used = await console.open('setup#bad');
    await used.page.getByText('Liên kết này đã dùng hoặc đã hết hạn').waitFor();
  });

  it('asks once more who is there before an invitation, and then goes on by itself', async () => {
    const { page } = await console.open('team');
    await page.getByRole('link', { name: 'Tài khoản' }).click();
    await page.getByRole('button', { name: 'Mời người mới' }).click();
    await page.getByRole('button', { name: 'Tạo liên kết mời' }).click();
    await page.getByText('Xác nhận lại là bạn').waitFor();
    await page.getByLabel('Mã 6 số').last().fill('123456');
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    expect(await page.getByLabel('Liên kết', { exact: true }).inputValue()).to.include('/console/setup#');
  });

  it('keeps nothing of the API on the machine', async () => {
    const { page } = await console.open('chat/c9');
    await page.getByText('em sợ tối nay bố lại đánh').waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload();
    await page.getByText('em sợ tối nay bố lại đánh').waitFor();
    const kept = await page.evaluate(async () => {
      const urls: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname);
      return { urls, local: Object.keys(localStorage) };
    });
    expect(kept.urls.filter((url) => !url.startsWith('/console/assets/'))).to.deep.equal([]);
    expect(kept.local).to.deep.equal([]);
  });
});
