import type { BrowserContextOptions, Page } from 'playwright-core';
import { desk, type Visit } from './browser.ts';
import type { WholeApp } from './whole-app.ts';

export const password = 'bốn từ dễ nhớ';

/** Fills in the set-up page of a link and leaves the new member on the desk, ready. */
export async function openAccount(
  page: Page,
  { name, username }: { readonly name: string; readonly username: string },
): Promise<void> {
  await page.getByLabel('Tên bạn').fill(name);
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Mở tài khoản' }).click();
  await page.getByRole('button', { name: 'Tôi sẵn sàng' }).click();
  await page.getByRole('button', { name: 'Tôi sẵn sàng' }).waitFor({ state: 'detached' });
}

/** The first social worker, by the link the program prints at its first start. */
export async function firstWorker(whole: WholeApp, options: BrowserContextOptions = desk): Promise<Visit> {
  const link = await whole.app.app.staff.firstAccountLink();
  if (link === undefined) throw new Error('there is an administrator already');
  const worker = await whole.visit(pathIn(link), options);
  await openAccount(worker.page, { name: 'Nguyễn Thị Lan', username: 'lan.nguyen' });
  return worker;
}

/** The second one, invited by the first on the page of accounts. */
export async function secondWorker(
  whole: WholeApp,
  first: Page,
  options: BrowserContextOptions = desk,
): Promise<Visit> {
  await first.goto(`${whole.app.base}/console/team/members`);
  await first.getByRole('button', { name: 'Mời người mới' }).click();
  await first.getByRole('dialog').getByLabel('Tên bạn').fill('Trần Văn Minh');
  await first.getByRole('button', { name: 'Tạo liên kết' }).click();
  const link = await first.getByRole('textbox', { name: 'Liên kết' }).inputValue();
  await first.getByRole('button', { name: 'Xong' }).click();
  const worker = await whole.visit(pathIn(link), options);
  await openAccount(worker.page, { name: 'Trần Văn Minh', username: 'minh.tran' });
  return worker;
}

export async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** Opens the desk and takes whom the server gives. */
export async function takeNext(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Nhận cuộc tiếp theo' }).click();
  await page.getByLabel('Trả lời', { exact: true }).last().waitFor();
}

export async function say(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text);
  await page.locator('.composer textarea').press('Enter');
}

export async function close(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Kết thúc' }).click();
  await page.getByLabel('Đã hỗ trợ, tư vấn xong').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc' }).click();
  await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
}

function pathIn(link: string): string {
  const { pathname, hash } = new URL(link);
  return pathname + hash;
}
