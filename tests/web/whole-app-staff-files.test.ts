import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { aDocument, aPicture } from '../helpers/staff-files.ts';
import { phone } from './helpers/browser.ts';
import { firstWorker, say, takeNext } from './helpers/staff-page.ts';
import { aChild, inDanger, picture, wholeApp } from './helpers/whole-app.ts';

describe('files from the desk to a child, in the whole program', function () {
  this.timeout(60_000);
  const whole = wholeApp();
  let worker: Page;
  let child: Page;

  before(async function () {
    this.timeout(120_000);
    ({ page: worker } = await firstWorker(whole, phone));
    ({ page: child } = await aChild(whole));
    await inDanger(child);
    await takeNext(worker);
    await say(worker, 'Cô đây, em đang ở đâu?');
    await child.getByText('Cô đây, em đang ở đâu?').waitFor();
  });

  async function send(name: string, mimeType: string, buffer: Buffer): Promise<void> {
    await worker.setInputFiles('.composer input[type=file]', { name, mimeType, buffer });
    await worker.getByRole('button', { name: 'Gửi tệp này' }).click();
  }

  it('show a picture to the child, and to the worker when asked for', async () => {
    await send('so-do-den-tram.jpg', 'image/jpeg', await aPicture(2000, 1500));
    await child.getByAltText('Ảnh cán bộ gửi').waitFor();
    await child.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('.staff .picture')?.naturalWidth ?? 0) === 1600,
    );
    await picture(child, 'whole-child-360-picture');
    const tile = worker.locator('.entry-mine').getByRole('button', { name: 'Ảnh đã gửi' });
    await tile.click();
    await worker.locator('.entry-mine').getByAltText('Ảnh cán bộ gửi').waitFor();
    await worker.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('.entry-mine img')?.naturalWidth ?? 0) === 1600,
    );
    await picture(worker, 'whole-worker-360-picture');
  });

  it('give both the same document, under a name that says nothing', async () => {
    await send('giay-hen.pdf', 'application/pdf', aDocument());
    for (const [page, button] of [
      [child, child.getByRole('button', { name: 'Tải tài liệu PDF' })],
      [worker, worker.getByRole('link', { name: 'Tệp PDF đã gửi' })],
    ] as const) {
      const saving = page.waitForEvent('download');
      await button.click();
      const saved = await saving;
      expect(saved.suggestedFilename()).to.equal('file.pdf');
      expect(await readFile(await saved.path())).to.deep.equal(aDocument());
    }
  });

  it('are refused in words when too large or of a wrong kind, and can be dropped', async () => {
    await send('phim.mp4', 'video/mp4', Buffer.from('\0\0\0\x18ftypmp42'.padEnd(200, '\0'), 'latin1'));
    await worker.getByText('Chỉ gửi được ảnh (JPEG, PNG, WebP, GIF), PDF và DOCX.').waitFor();
    await worker.getByRole('button', { name: 'Bỏ', exact: true }).click();
    await send('to.pdf', 'application/pdf', Buffer.concat([aDocument(), Buffer.alloc(6_000_000)]));
    await worker.getByText('Tệp lớn quá. Ảnh tối đa 20 MB, PDF và DOCX tối đa 5 MB.').waitFor();
    await worker.getByRole('button', { name: 'Bỏ', exact: true }).click();
    await worker.getByText('Chưa gửi được.').waitFor({ state: 'detached' });
  });

  it('leave the child’s screen with quick exit', async () => {
    await child.route('https://nchmf.gov.vn/**', (route) => route.fulfill({ body: 'Hôm nay có mây.' }));
    const images = await child.evaluate(() => {
      document.getElementById('exit')?.click();
      return document.images.length;
    });
    expect(images).to.equal(0);
  });
});
