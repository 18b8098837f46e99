import { expect } from 'chai';
import { consoleFixture } from './console-fixture.ts';
import { entry, minutesAgo } from './scripted-desk.ts';

describe("the console's desk", function () {
  this.timeout(60_000);
  const console = consoleFixture();

  it('shows who waits with urgency in words, the waiting time and the clock of twelve hours', async () => {
    const { page, faults } = await console.open('today');
    const first = page.locator('.queue-line').first();
    await first.getByText('Sóng Biếc').waitFor();
    expect(await first.textContent()).to.match(
      /Nguy hiểm ngay[\s\S]*Đang nguy hiểm[\s\S]*còn 11 giờ[\s\S]*2 phút[\s\S]*quá giờ/,
    );
    expect(faults).to.deep.equal([]);
  });

  it('takes whom the server chooses and opens that chat', async () => {
    const { page } = await console.open('today');
    await page.getByRole('button', { name: 'Nhận cuộc tiếp theo' }).click();
    await page.getByRole('heading', { name: 'Sóng Biếc' }).waitFor();
    expect(new URL(page.url()).pathname).to.equal('/console/chat/c2');
    expect(console.api.seen).to.include('POST /queue/take-next');
  });

  it('says in the title of the tab that someone is in danger', async () => {
    const { page } = await console.open('today');
    await page.waitForFunction(() => document.title.includes('1 người đang nguy hiểm'));
  });

  it('shows a person who has just asked within a second of the event', async () => {
    const { page } = await console.open('today');
    await page.getByText('Sóng Biếc').first().waitFor();
    console.api.desk.queue.unshift({
      ...console.api.desk.queue[0]!,
      handoffId: 'h77',
      chatId: 'c77',
      pseudonym: 'Suối Mơ',
    });
    const began = Date.now();
    console.api.tell({
      kind: 'handoff.opened',
      chatId: 'c77',
      handoffId: 'h77',
      urgency: 'immediate',
      reason: 'danger-now',
    });
    await page.getByText('Suối Mơ').waitFor();
    expect(Date.now() - began).to.be.below(1000);
  });

  it('offers a transfer on every page, and declining needs a reason', async () => {
    console.api.desk.offers.push({
      chatId: 'c5',
      handoffId: 'h5',
      pseudonym: 'Nắng Mai',
      urgency: 'urgent',
      from: 'm2',
      fromName: 'Trần Văn Minh',
      note: 'Em muốn gặp cô',
      at: minutesAgo(0),
      expiresAt: minutesAgo(-1),
    });
    const { page } = await console.open('settings');
    await page.getByText('Trần Văn Minh muốn chuyển “Nắng Mai” cho bạn').waitFor();
    await page.getByRole('button', { name: 'Từ chối' }).click();
    expect(await page.getByRole('button', { name: 'Từ chối' }).isDisabled()).to.equal(true);
    await page.getByLabel('Vì sao bạn chưa nhận được').fill('Tôi sắp hết ca');
    await page.getByRole('button', { name: 'Từ chối' }).click();
    await page.waitForTimeout(300);
    expect(console.api.seen).to.include('POST /chats/c5/transfer/reject');
  });

  it('misses nothing and doubles nothing when the connection is cut', async () => {
    const { page } = await console.open('chat/c9');
    await page.getByText('em sợ tối nay bố lại đánh').waitFor();
    console.api.cut(false);
    await page.getByText('Mất kết nối với máy chủ').waitFor();
    const { entries } = console.api.desk;
    for (const seq of [13, 14]) {
      entries.push(entry(seq, 'person', { kind: 'said', content: { kind: 'text', text: `câu thứ ${seq}` } }));
      console.api.tell({ kind: 'chat.changed', chatId: 'c9', lastSeq: seq, urgency: 'urgent' });
    }
    console.api.cut(true);
    await page.getByText('câu thứ 14').waitFor();
    expect(await page.getByText('câu thứ 13').count()).to.equal(1);
    expect(await page.getByText('câu thứ 14').count()).to.equal(1);
    await page.getByText('Mất kết nối với máy chủ').waitFor({ state: 'detached' });
  });

  it('shows the sign-in when the session ends, and keeps the draft for the return', async () => {
    const { page } = await console.open('chat/c9');
    await page.getByLabel('Trả lời', { exact: true }).last().fill('Cô đang nghe em');
    console.api.desk.signedIn = false;
    await page.goto(page.url());
    await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
    await page.getByLabel('Tên đăng nhập').fill('lan.nguyen');
    await page.locator('input[type=password]').fill('sai mat khau');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByText('Tên đăng nhập hoặc mật khẩu chưa đúng.').waitFor();
    await page.locator('input[type=password]').fill('mot hai ba bon');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByLabel('Mã từ ứng dụng xác thực').fill('123 456');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByText('em sợ tối nay bố lại đánh').waitFor();
    expect(await page.locator('textarea').inputValue()).to.equal('Cô đang nghe em');
  });
});
