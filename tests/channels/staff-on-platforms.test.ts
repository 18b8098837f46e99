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

  it('has the word while answering in the Page inbox, and the bot says so when it is given back', async () => {
    const { messenger } = running;
    const { conversations } = running.test.app.stores;
    const id = conversations.idOf('messenger', '2003');
    const holder = async () => (await lan.get(`/chats/${id}`)).body.holder?.kind;
    const sent = () => messenger.sent.filter(({ to }) => to === '2003').map(({ text }) => text);
    await messenger.say('2003', 'cho em gặp cô chú');
    await until(async () => (await holder()) === 'queue');
    await messenger.answerByHand('2003', 'Cô đây, em kể đi.');
    await until(async () => (await holder()) === 'outside');
    const before = (await settled(sent)).length;
    await messenger.say('2003', 'em ở lớp 7');
    expect(await settled(sent)).to.have.length(before);
    await messenger.passBack('2003');
    await until(async () => (await conversations.open(id, 1))?.holder.kind === 'bot');
    await until(async () => sent().length > before);
    expect(sent().at(-1)).to.match(/giờ lại là mình, cái máy/u);
    await messenger.say('2003', 'menu');
    await until(async () => sent().length > before + 1);
  });

  it('keeps a chat of the console when Messenger speaks of its inbox', async () => {
    const chatId = running.test.app.stores.conversations.idOf('messenger', '2002');
    await running.messenger.passBack('2002');
    await sleep(500);
    expect((await lan.get(`/chats/${chatId}`)).body.holder).to.include({ kind: 'staff', you: true });
  });
});

/** What was sent once nothing has come for a while. */
async function settled(sent: () => readonly string[]): Promise<readonly string[]> {
  for (let seen = -1; seen !== sent().length; await sleep(700)) seen = sent().length;
  return sent();
}
