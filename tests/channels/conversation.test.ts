import { expect } from 'chai';
import { onePixel } from '../helpers/platforms/media.ts';
import { type PlatformApp, startPlatformApp } from './platform-app.ts';

describe('a conversation on Zalo and on Messenger', () => {
  let running: PlatformApp;
  before(async function () {
    this.timeout(120_000);
    running = await startPlatformApp();
  });
  after(() => running.stop());

  const child = '7700112233445566778';

  it('begins with the same words on both, with buttons', async () => {
    await running.zalo.say(child, 'xin chào');
    await running.messenger.say(child, 'xin chào');
    const [onZalo] = await running.replies('zalo', child, 1);
    const [onMessenger] = await running.replies('messenger', child, 1);
    console.log(running.zalo.sent, running.messenger.sent);
    expect(onZalo).to.contain('máy');
    expect(onZalo?.startsWith(onMessenger!)).to.equal(true);
  });

  it('is answered when a picture comes', async () => {
    await running.zalo.sendMedium('77', 'image', onePixel, 'đây ạ');
    console.log(await running.replies('zalo', '77', 1));
    console.log(running.test.logged.slice(-5));
  });
});
