import { expect } from 'chai';
import { sleep } from '../helpers/platforms/deliver.ts';
import { type PlatformApp, startPlatformApp } from './platform-app.ts';
import { aCounsellor, takeAndSay } from './staff-member.ts';

const publicUrl = 'https://baotre.example.vn';

describe('a person of the Centre on Zalo and Messenger', function () {
  this.timeout(60_000);
  let running: PlatformApp;
  let lan: Awaited<ReturnType<typeof aCounsellor>>;
  before(async function () {
    this.timeout(240_000);
    running = await startPlatformApp({
      env: { PUBLIC_URL: publicUrl, ZALO_FREE_REPLIES: '9' },
    });
    lan = await aCounsellor(running, 'Nguyễn Thị Lan', publicUrl);
  });
  after(() => running.stop());

  const limitsOf = async (chatId: string) => (await lan.get(`/chats/${chatId}`)).body.limits;
  const until = async (true_: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 200 && !(await true_()); tries++) await sleep(25);
    expect(await true_()).to.equal(true);
  };

  it('sees how many replies and how much time Zalo leaves, counted as they go out', async () => {
    await running.zalo.say('2001', 'cho em gặp cô chú');
    await running.replies('zalo', '2001', 1);
    const chatId = await takeAndSay(lan, 'Chào em, cô là Lan.');
    await running.replies('zalo', '2001', 3);
    await until(async () => (await limitsOf(chatId)).repliesLeft === 6);
    const limits = await limitsOf(chatId);
    expect(limits.replyBudget).to.deep.include({ replies: 9 });
    const hours = (Date.parse(limits.windowEndsAt) - Date.now()) / 3_600_000;
    expect(hours).to.be.within(47.9, 48);
    await running.zalo.say('2001', 'dạ');
    await until(async () => (await limitsOf(chatId)).repliesLeft === 9);
  });

  it('speaks on Messenger under a first name, and the bot under that of the Page', async () => {
    await running.messenger.say('2002', 'cho em gặp cô chú');
    await running.replies('messenger', '2002', 1);
    await takeAndSay(lan, 'Cô đang nghe em đây.');
    const sent = () => running.messenger.sent.filter(({ to }) => to === '2002');
    await until(async () => sent().some(({ text }) => text === 'Cô đang nghe em đây.'));
    for (const { text, persona } of sent())
      expect([text, persona]).to.deep.equal([text, text === 'Cô đang nghe em đây.' ? 'Lan' : undefined]);
    expect(running.messenger.pictures.get('Lan')).to.equal(`${publicUrl}/webhooks/messenger/staff.png`);
    const picture = await fetch(`${running.test.base}/webhooks/messenger/staff.png`);
    expect(picture.headers.get('content-type')).to.equal('image/png');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).to.equal('PNG');
  });

  it('sees no count where the channel has none', async () => {
    const chatId = running.test.app.stores.conversations.idOf('messenger', '2002');
    expect((await limitsOf(chatId)).repliesLeft).to.equal(null);
  });
});
