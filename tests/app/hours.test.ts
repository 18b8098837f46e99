import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aBrowser } from '../staff/console-world.ts';

const always = ['00:00-24:00'];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const weekly = (spans: readonly string[]) => Object.fromEntries(weekdays.map((day) => [day, spans]));

describe('the hours that are set in the console', function () {
  this.timeout(120_000);
  // A Wednesday, 10:00 in Vietnam: open by dialogs/hours.yaml.
  let now = new Date('2026-03-04T03:00:00Z');
  let app: TestApp;
  let staff: ReturnType<typeof aBrowser>;

  before(async () => {
    app = await startApp({ console: true, now: () => now });
    staff = aBrowser(app.base);
    const link = await app.app.staff.firstAccountLink();
    const form = { username: 'lan.nguyen', name: 'Nguyễn Thị Lan', password: 'bốn từ dễ nhớ' };
    const made = await staff.post('/setup', { token: link?.split('#')[1], ...form });
    expect(made.status).to.equal(200);
  });
  after(() => app.stop());

  /** What the bot says to a child in danger who has waited for more than a minute. */
  async function saidWhileWaiting(): Promise<string | undefined> {
    const child = await new DirectLineClient(app.base).open();
    await child.say('con đang bị bố đánh, cứu con với');
    now = new Date(now.getTime() + 61_000);
    for (;;) {
      const keys = (await child.read()).map(({ channelData }) => channelData?.key);
      const found = keys.find((key) => key === 'bot.waiting-long' || key === 'bot.after-hours');
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('are those of the file until somebody sets them', async () => {
    expect(await saidWhileWaiting()).to.equal('bot.waiting-long');
  });

  it('decide at once what the bot says to whoever waits', async () => {
    await staff.put('/hours', { weekly: weekly([]), holidays: {} });
    expect(await saidWhileWaiting()).to.equal('bot.after-hours');
    await staff.put('/hours', { weekly: weekly(always), holidays: {} });
    expect(await saidWhileWaiting()).to.equal('bot.waiting-long');
  });
});
