import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { firstWorker, password } from './helpers/staff-page.ts';
import { wholeApp } from './helpers/whole-app.ts';

describe('a passkey on the whole program', function () {
  this.timeout(60_000);
  const whole = wholeApp();
  let page: Page;
  let authenticator: Awaited<ReturnType<typeof anAuthenticator>>;

  before(async function () {
    this.timeout(120_000);
    ({ page } = await firstWorker(whole));
    authenticator = await anAuthenticator(page);
  });

  it('is added in the settings, and then opens the desk without a password', async () => {
    await page.goto(`${whole.app.base}/console/settings`);
    await page.getByLabel('Tên khóa').fill('máy bàn trực');
    await page.getByRole('button', { name: 'Thêm khóa' }).click();
    await page.getByText('máy bàn trực').waitFor();
    expect(await authenticator.keys()).to.have.length(1);

    await signOut(page);
    await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
    await page.getByRole('heading', { name: 'Cài đặt' }).waitFor();
    await page
      .getByText(/Dùng lần cuối (?!–)/)
      .first()
      .waitFor();
  });

  it('is a second factor, too: the password alone no longer opens the desk', async () => {
    await signOut(page);
    await page.getByLabel('Tên đăng nhập').fill('lan.nguyen');
    await page.getByLabel('Mật khẩu').fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
    await page.getByRole('heading', { name: 'Cài đặt' }).waitFor();
  });

  it('opens nothing once it is removed, and the page says so', async () => {
    await page.getByRole('button', { name: 'Xóa', exact: true }).first().click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Xóa' }).click();
    await page.getByText('Chưa có khóa nào').waitFor();
    await signOut(page);
    await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('heading', { name: 'Đăng nhập', exact: true }).waitFor();
  });

  it('is not made by a person whom the device does not recognise', async () => {
    await page.getByLabel('Tên đăng nhập').fill('lan.nguyen');
    await page.getByLabel('Mật khẩu').fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await authenticator.recognises(false);
    await page.getByLabel('Tên khóa').fill('máy lạ');
    await page.getByRole('button', { name: 'Thêm khóa' }).click();
    await page.locator('.ant-message-error').waitFor();
    expect(await page.getByText('máy lạ').count()).to.equal(0);
  });
});

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).last().click();
  await page.getByRole('heading', { name: 'Đăng nhập', exact: true }).waitFor();
}

/** A security device that Chromium plays, as built into a laptop. */
async function anAuthenticator(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    keys: async () => (await browser.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    recognises: (isUserVerified: boolean) =>
      browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}
