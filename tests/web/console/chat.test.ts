import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { consoleFixture } from './console-fixture.ts';

const write = (page: Page) => page.locator('.composer textarea');

describe("the console's chat", function () {
  this.timeout(60_000);
  const console = consoleFixture();

  async function openChat() {
    const { page } = await console.open('chat/c9');
    await page.getByText('em sợ tối nay bố lại đánh').waitFor();
    return page;
  }

  it('marks the words in which danger was seen and names the sign', async () => {
    const page = await openChat();
    expect(await page.locator('mark').last().textContent()).to.equal('sợ');
    await page.getByText('Dấu hiệu: đang rất khổ sở').waitFor();
  });

  it('folds what was heavy before the chat was taken, until it is asked for', async () => {
    const page = await openChat();
    expect(await page.getByText('hay đánh em bằng roi').count()).to.equal(0);
    await page.getByRole('button', { name: 'Tin có nội dung nặng' }).click();
    await page.getByText('hay đánh em bằng roi').waitFor();
  });

  it('fetches no picture before it is asked for, and shows it blurred first', async () => {
    const page = await openChat();
    expect(console.api.seen.some((path) => path.includes('attachments'))).to.equal(false);
    await page.getByRole('button', { name: 'Có ảnh' }).click();
    const picture = page.getByAltText('Ảnh người nhắn gửi');
    expect(await picture.getAttribute('class')).to.equal('blurred');
    await page.getByRole('button', { name: 'Xem rõ' }).click();
    expect(await picture.getAttribute('class')).to.equal(null);
  });

  it('sends on Enter, once, and keeps the cursor in the box', async () => {
    const page = await openChat();
    await write(page).fill('Cô nghe em đây');
    await write(page).press('Enter');
    await page.locator('.entry-mine').getByText('Cô nghe em đây').waitFor();
    await page.waitForTimeout(500);
    expect(await page.getByText('Cô nghe em đây').count()).to.equal(1);
    expect(await write(page).evaluate((box) => box === document.activeElement)).to.equal(true);
  });

  it('tries again under the same client id, so that the person never reads a message twice', async () => {
    const page = await openChat();
    let broken = true;
    // The server takes the message, but its answer never arrives.
    await page.route('**/messages', async (route) => {
      if (!broken) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await write(page).fill('Em đang ở đâu?');
    await write(page).press('Enter');
    await page.getByRole('button', { name: 'Gửi lại' }).waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Gửi lại' }).click();
    await page.getByRole('button', { name: 'Gửi lại' }).waitFor({ state: 'detached' });
    expect(console.api.desk.said).to.have.length(1);
  });

  it('does not send into a chat that has changed hands', async () => {
    const page = await openChat();
    console.api.desk.chat.epoch = 9;
    await write(page).fill('Cô đây');
    await write(page).press('Enter');
    await page.getByText('Cuộc này vừa đổi người giữ').waitFor();
    expect(console.api.desk.said).to.deep.equal([]);
  });

  it('never sends a note to the person', async () => {
    const page = await openChat();
    await page.locator('.composer').getByText('Ghi chú nội bộ').click();
    await write(page).fill('Bố có thể về lúc 18 giờ');
    await write(page).press('Enter');
    await page.locator('.note').getByText('Bố có thể về lúc 18 giờ').waitFor();
    expect(console.api.desk.said).to.deep.equal([]);
  });

  it('fills a prepared sentence with the person’s own word of address', async () => {
    const page = await openChat();
    await page.getByRole('button', { name: 'Câu soạn sẵn' }).click();
    await page.getByLabel('Tìm câu').fill('chao');
    await page.locator('.canned li button').first().click();
    expect(await write(page).inputValue()).to.equal(
      'Chào em, Nguyễn Thị Lan là người thật ở Trung tâm. Em kể đến đâu cũng được.',
    );
  });

  it('warns of another pair of eyes, of the safe hours and of the channel’s limits', async () => {
    const page = await openChat();
    await page.getByText('Máy này có thể có người khác xem được').waitFor();
    await page.getByText('Chỉ nhắn trước trong khoảng 16:00–18:30').waitFor();
    await page.getByText('Còn 5/8 tin được gửi.').waitFor();
  });

  it('passes the chat on only with a word for the colleague', async () => {
    const page = await openChat();
    await page.getByRole('button', { name: 'Chuyển' }).click();
    await page.getByRole('combobox', { name: 'Chuyển cho' }).click();
    await page.getByTitle('Trần Văn Minh', { exact: false }).click();
    const ok = page.getByRole('dialog').getByRole('button', { name: 'Chuyển' });
    await ok.click();
    await page.getByText('Cần điền mục này.').waitFor();
    expect(console.api.seen).not.to.include('POST /chats/c9/transfer');
    await page.getByLabel('Dặn lại').fill('Hẹn nói tiếp lúc 16 giờ');
    await ok.click();
    await page.getByText('Đã mời Trần Văn Minh nhận').waitFor();
  });

  it('closes with an outcome and goes back to the desk', async () => {
    const page = await openChat();
    await page.getByRole('button', { name: 'Kết thúc' }).click();
    await page.getByLabel('Đã hỗ trợ, tư vấn xong').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc' }).click();
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    expect(console.api.seen).to.include('POST /chats/c9/close');
  });
});
