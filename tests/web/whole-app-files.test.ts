import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { firstWorker, takeNext } from './helpers/staff-page.ts';
import { aChild, inDanger, wholeApp } from './helpers/whole-app.ts';

describe('files from a child at the desk of the whole program', function () {
  this.timeout(60_000);
  const whole = wholeApp();
  let worker: Page;
  let child: Page;

  before(async function () {
    this.timeout(120_000);
    ({ page: worker } = await firstWorker(whole));
    ({ page: child } = await aChild(whole));
    await inDanger(child);
    await takeNext(worker);
  });

  async function open(reason: string): Promise<void> {
    await worker.getByLabel('Vì sao cần mở').fill(reason);
    await worker.getByRole('button', { name: 'Mở', exact: true }).click();
  }

  it('are heard, once it is said why', async () => {
    await child.click('#add');
    await child.click('#add-voice');
    await child.locator('#recorder').waitFor();
    await child.waitForFunction(() => /[1-9]/.test(document.querySelector('#recorder')?.textContent ?? ''));
    await child.click('#record-send');
    await worker.getByRole('button', { name: 'Có ghi âm' }).click();
    expect(await worker.getByRole('button', { name: 'Mở', exact: true }).isDisabled()).to.equal(true);
    await open('nghe để biết cần gì');
    const sound = worker.getByLabel('Ghi âm người nhắn gửi');
    await sound.waitFor();
    await worker.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0);
  });

  it('are saved as they were sent', async () => {
    const picture = await child.screenshot();
    await child.setInputFiles('#pick-photo', { name: 'a.png', mimeType: 'image/png', buffer: picture });
    await child.click('#confirm-send');
    await worker.getByRole('button', { name: 'Có ảnh' }).click();
    await worker.getByRole('button', { name: 'Bản gốc' }).click();
    const saving = worker.waitForEvent('download');
    await open('xem ngày chụp');
    const saved = await saving;
    expect(saved.suggestedFilename()).to.match(/\.png$/);
    expect(await readFile(await saved.path())).to.deep.equal(picture);
  });

  it('are on record with the reason', async () => {
    await worker.goto(`${whole.app.base}/console/team/audit`);
    await worker.getByRole('button', { name: 'Xem nhật ký' }).click();
    await worker.getByText('tải tệp gốc').first().waitFor();
    await worker.getByText('nghe để biết cần gì').waitFor();
    await worker.getByText('xem ngày chụp').waitFor();
  });
});
