import type { Page } from 'playwright-core';
import { phone } from './helpers/browser.ts';
import { write } from './helpers/chat-page.ts';
import { close, firstWorker, takeNext } from './helpers/staff-page.ts';
import { aChild, inDanger, picture, wholeApp } from './helpers/whole-app.ts';

describe('a message that was misread, at the desk of the whole program', function () {
  this.timeout(60_000);
  const whole = wholeApp();
  let worker: Page;

  before(async function () {
    this.timeout(120_000);
    ({ page: worker } = await firstWorker(whole, phone));
    const { page: child } = await aChild(whole);
    await inDanger(child);
    await takeNext(worker);
    await write(child, 'con mèo vàng nhà con cào con');
    await worker.locator('.entry-person').getByText('con mèo vàng nhà con cào con').waitFor();
  });

  async function retell(text: string): Promise<void> {
    await worker.getByLabel('Câu kể lại').fill(text);
    await worker.getByRole('button', { name: 'Lưu câu kể lại' }).click();
  }

  it('is told anew with nothing of it filled in, refused as a copy, kept in other words', async () => {
    await worker.getByRole('button', { name: 'Việc khác' }).click();
    await worker.getByRole('menuitem', { name: 'Máy hiểu sai' }).click();
    const dialog = worker.getByRole('dialog');
    await dialog.getByText('Máy báo động nhầm').click();
    await dialog.getByLabel('Thật ra nói về').fill('thường ngày');
    await worker.getByTitle('chuyện thường ngày').click();
    await picture(worker, 'retell');
    await retell('con meo vang nha con cao con');
    await worker.getByText('còn giống lời người nhắn').waitFor();
    await retell('chú chó nhỏ gặm chân em, hơi rát');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('is looked through by the supervisor, who may remove it', async () => {
    await close(worker);
    await worker.goto(`${whole.app.base}/console/team/retold`);
    await worker.getByText('chú chó nhỏ gặm chân em, hơi rát').waitFor();
    await picture(worker, 'retold');
    await worker.getByRole('button', { name: 'Bỏ', exact: true }).click();
    await worker.getByRole('tooltip').getByRole('button', { name: 'Bỏ' }).click();
    await worker.getByText('Chưa có câu nào.').waitFor();
  });
});
