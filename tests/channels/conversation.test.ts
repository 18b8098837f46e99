import { expect } from 'chai';
import { sleep } from '../helpers/platforms/deliver.ts';
import { onePixel } from '../helpers/platforms/media.ts';
import { type PlatformApp, startPlatformApp } from './platform-app.ts';

/** One conversation, as each platform's person has it: words typed, numbers typed, buttons tapped. */
describe('a conversation on Zalo and on Messenger', function () {
  this.timeout(60_000);
  let running: PlatformApp;
  before(async function () {
    this.timeout(240_000);
    running = await startPlatformApp({ env: { PUBLIC_URL: 'https://chat.example.org' } });
  });
  after(() => running.stop());

  it('begins with the same words on both, joined to one message on Zalo', async () => {
    await running.zalo.say('1001', 'xin chào');
    await running.messenger.say('1001', 'xin chào');
    const [onZalo = ''] = await running.replies('zalo', '1001', 1);
    const onMessenger = await running.replies('messenger', '1001', 3);
    expect(onZalo.split('\n\n')).to.deep.equal(onMessenger);
    const titles = (buttons: readonly { title: string }[] = []) => buttons.map(({ title }) => title);
    const last = <T>(of: readonly (T & { to: string })[]) => of.filter(({ to }) => to === '1001').at(-1);
    expect(titles(last(running.zalo.sent)?.buttons)).to.deep.equal(
      titles(last(running.messenger.sent)?.quickReplies),
    );
  });

  it('goes the same way on when the first button is tapped', async () => {
    const [button] = running.zalo.sent.find(({ to }) => to === '1001')?.buttons ?? [];
    const [quick] = running.messenger.sent.filter(({ to }) => to === '1001').at(-1)?.quickReplies ?? [];
    await running.zalo.tap('1001', String(button?.payload));
    await running.messenger.tapQuickReply('1001', quick!);
    const zalo = await running.replies('zalo', '1001', 2);
    const messenger = await running.replies('messenger', '1001', 4);
    expect(zalo[1]?.split('\n\n')).to.deep.equal(messenger.slice(3));
  });

  it('says 111 at once to a child in danger, on both', async () => {
    await running.zalo.say('1002', 'bố đang đánh con');
    await running.messenger.say('1002', 'bo dang danh con');
    expect((await running.replies('zalo', '1002', 1)).join()).to.contain('111');
    const [danger] = running.zalo.sent.filter(({ to }) => to === '1002');
    expect(danger?.buttons[0]).to.deep.equal({
      title: 'Gọi 111',
      type: 'oa.open.phone',
      payload: { phone_code: '111' },
    });
    expect((await running.replies('messenger', '1002', 2)).join()).to.contain('111');
  });

  it('is answered once when the platform delivers twice, and out of order', async () => {
    await running.messenger.say('1003', 'xin chào', { copies: 4 });
    await running.replies('messenger', '1003', 3);
    await sleep(500);
    expect(running.messenger.sent.filter(({ to }) => to === '1003').length).to.equal(3);
  });

  it('leads to the private page by a button, whose address stands nowhere else', async () => {
    const { zalo, messenger } = running;
    for (const platform of ['zalo', 'messenger'] as const) {
      await running[platform].say('1006', 'ẩn danh');
      await running.replies(platform, '1006', 1);
      await running[platform].say('1006', 'có');
    }
    await running.replies('zalo', '1006', 2);
    await running.replies('messenger', '1006', 3);
    const [asked, moved] = zalo.sent.filter(({ to }) => to === '1006');
    expect(asked?.buttons.length).to.be.greaterThan(0);
    expect(moved?.buttons.map(({ type, title }) => [type, title])).to.deep.equal([
      ['oa.open.url', 'Mở trang'],
    ]);
    expect(JSON.stringify(moved?.buttons[0]?.payload)).to.match(/"https:\/\/chat\.example\.org\/#k=[\w-]+"/u);
    const links = messenger.sent.filter(({ to }) => to === '1006').flatMap((each) => each.links);
    expect(links.map(({ title }) => title)).to.deep.equal(['Mở trang']);
    expect(links[0]?.url).to.match(/^https:\/\/chat\.example\.org\/#k=[\w-]+$/u);
    const said = [
      ...(await running.replies('zalo', '1006', 2)),
      ...(await running.replies('messenger', '1006', 3)),
    ];
    expect(said.join('\n')).not.to.include('#k=');
  });

  it('takes a picture: fetched, sealed, answered', async () => {
    await running.zalo.say('1004', 'xin chào');
    await running.replies('zalo', '1004', 1);
    await running.zalo.sendMedium('1004', 'image', onePixel);
    await running.replies('zalo', '1004', 2);
    const { rows } = await running.test.app.stores.database.executeSql('select content_type from attachment');
    expect(rows).to.deep.equal([{ content_type: 'image/png' }]);
  });

  it('forgets what was written when the person unfollows', async () => {
    await running.zalo.unfollow('1004');
    const { conversations } = running.test.app.stores;
    const id = conversations.idOf('zalo', '1004');
    for (let tries = 0; tries < 100 && (await conversations.transcript(id, 0, 50)).length > 0; tries++)
      await sleep(50);
    expect(await conversations.transcript(id, 0, 50)).to.deep.equal([]);
  });

  it('leaves no word and no platform id in the log', () => {
    const log = running.test.logged.join('');
    for (const secret of [
      '1001',
      'xin chào',
      'đánh con',
      running.zalo.appSecret,
      running.messenger.pageToken,
    ])
      expect(log).to.not.contain(secret);
  });
});
