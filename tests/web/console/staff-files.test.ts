import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { aDocument, aPicture } from '../../helpers/staff-files.ts';
import { phone } from '../helpers/browser.ts';
import { seriousFaults, sideways } from '../helpers/everybody.ts';
import { picture } from '../helpers/whole-app.ts';
import { consoleFixture } from './console-fixture.ts';

const sent = (page: Page) => page.locator('.entry-mine');

describe("files from the console's chat", function () {
  this.timeout(60_000);
  const console = consoleFixture();

  async function openChat(options?: Parameters<typeof console.open>[1]) {
    const { page } = await console.open('chat/c9', options);
    await page.getByText('em sợ tối nay bố lại đánh').waitFor();
    return page;
  }

  async function choose(page: Page, name: string, buffer: Buffer) {
    const mimeType = name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg';
    await page.setInputFiles('.composer input[type=file]', { name, mimeType, buffer });
    await page.getByRole('region', { name: 'Tệp sắp gửi' }).waitFor();
  }

  const posted = () => console.api.seen.filter((path) => path === 'POST /chats/c9/files');

  it('are looked at before they leave, and not sent when one thinks better of it', async () => {
    const page = await openChat();
    await choose(page, 'so-do.jpg', await aPicture());
    await page.getByAltText('Ảnh sắp gửi').waitFor();
    await page.getByRole('button', { name: 'Thôi' }).click();
    expect(await page.getByRole('region', { name: 'Tệp sắp gửi' }).count()).to.equal(0);
    expect(posted()).to.deep.equal([]);
  });

  it('go out, and the line shows them: a picture when asked for, a document to be saved without a reason', async () => {
    const page = await openChat();
    await choose(page, 'so-do.jpg', await aPicture());
    await picture(page, 'console-chosen-picture');
    await page.getByRole('button', { name: 'Gửi tệp này' }).click();
    await sent(page).getByRole('button', { name: 'Ảnh đã gửi' }).click();
    await sent(page).getByAltText('Ảnh cán bộ gửi').waitFor();
    await choose(page, 'giay-hen.pdf', aDocument());
    await page.getByText('giay-hen.pdf · 1 KB').waitFor();
    await page.getByRole('button', { name: 'Gửi tệp này' }).click();
    const link = sent(page).getByRole('link', { name: 'Tệp PDF đã gửi' });
    await link.waitFor();
    expect(await link.getAttribute('href')).to.match(/\/chats\/c9\/attachments\/f1$/);
    expect(await page.getByText('giay-hen').count(), 'the name stayed on this machine').to.equal(0);
    await picture(page, 'console-sent-files');
  });

  it('are tried again under the same client id', async () => {
    const page = await openChat();
    let broken = true;
    await page.route('**/files?*', async (route) => {
      if (!broken) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await choose(page, 'so-do.jpg', await aPicture());
    await page.getByRole('button', { name: 'Gửi tệp này' }).click();
    await page.getByRole('button', { name: 'Gửi lại' }).waitFor();
    await page.getByAltText('Ảnh sắp gửi').waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Gửi lại' }).click();
    await page.getByRole('button', { name: 'Gửi lại' }).waitFor({ state: 'detached' });
    expect(console.api.desk.said).to.have.length(1);
  });

  it('of a wrong kind or too large are refused in words', async () => {
    const page = await openChat();
    await choose(page, 'a.jpg', Buffer.from('MZ no picture at all'));
    await page.getByText('a.jpg · 1 KB').waitFor();
    await page.getByRole('button', { name: 'Gửi tệp này' }).click();
    await page.getByText('Chỉ gửi được ảnh (JPEG, PNG, WebP, GIF), PDF và DOCX.').waitFor();
    await page.getByRole('button', { name: 'Bỏ', exact: true }).click();
    await page.setInputFiles('.composer input[type=file]', {
      name: 'b.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.alloc(21 * 1024 * 1024),
    });
    await page.getByText('Tệp lớn quá. Ảnh tối đa 20 MB, PDF và DOCX tối đa 5 MB.').waitFor();
    expect(posted()).to.have.length(1);
  });

  it('are taken from a pasted picture, while pasted words stay words', async () => {
    const page = await openChat();
    await paste(page, await aPicture());
    await page.getByAltText('Ảnh sắp gửi').waitFor();
    await page.getByRole('button', { name: 'Gửi tệp này' }).click();
    await sent(page).getByRole('button', { name: 'Ảnh đã gửi' }).waitFor();
    await page.locator('.composer textarea').fill('chữ');
    expect(await page.getByRole('region', { name: 'Tệp sắp gửi' }).count()).to.equal(0);
  });

  it('are not offered where the channel takes none, nor for notes', async () => {
    console.api.desk.chat.limits.takesFiles = false;
    const page = await openChat();
    expect(await page.getByRole('button', { name: 'Đính kèm ảnh hoặc tệp' }).count()).to.equal(0);
    console.api.desk.chat.limits.takesFiles = true;
    await page.reload();
    await page.getByRole('button', { name: 'Đính kèm ảnh hoặc tệp' }).waitFor();
    await page.locator('.composer').getByText('Ghi chú nội bộ').click();
    expect(await page.getByRole('button', { name: 'Đính kèm ảnh hoặc tệp' }).count()).to.equal(0);
  });

  it('fit a phone of 360 pixels, for everybody', async () => {
    const page = await openChat(phone);
    await picture(page, 'console-360-composer');
    await choose(page, 'so-do.jpg', await aPicture(3000, 1000));
    await page.getByAltText('Ảnh sắp gửi').waitFor();
    await page.waitForFunction(() => {
      const send = document.querySelector('.chosen-file .ant-btn-primary')?.getBoundingClientRect();
      return send !== undefined && send.bottom <= innerHeight;
    });
    await picture(page, 'console-360-chosen');
    expect(await sideways(page)).to.be.at.most(0);
    expect(await seriousFaults(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Thôi' }).click();
    await choose(page, 'giay-hen-kham-benh-vien-tinh-hung-yen-ngay-mai.pdf', aDocument());
    await picture(page, 'console-360-document');
    expect(await sideways(page)).to.be.at.most(0);
    await page.getByRole('button', { name: 'Gửi tệp này' }).click();
    await sent(page).getByRole('link', { name: 'Tệp PDF đã gửi' }).waitFor();
    await picture(page, 'console-360-sent');
    expect(await sideways(page)).to.be.at.most(0);
  });
});

/** As the browser hands over a picture from the clipboard. */
async function paste(page: Page, bytes: Buffer): Promise<void> {
  await page.locator('.composer textarea').evaluate((box, base64) => {
    const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const clipboard = new DataTransfer();
    clipboard.items.add(new File([content], 'image.jpg', { type: 'image/jpeg' }));
    box.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
    );
  }, bytes.toString('base64'));
}
