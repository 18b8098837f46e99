import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aBrowser } from './console-world.ts';

const minute = 60_000;

describe('a conversation that falls silent after a red answer', () => {
  let app: TestApp;
  let browser: ReturnType<typeof aBrowser>;
  let now = new Date('2026-11-24T02:00:00Z');
  const later = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  before(async function () {
    this.timeout(120_000);
    app = await startApp({ now: () => now });
    browser = aBrowser(app.base);
    const token = (await app.app.staff.firstAccountLink())?.split('#')[1];
    await browser.post('/setup', { token, username: 'lan', name: 'Cô Lan', password: 'mật khẩu rất dài' });
  });
  after(() => app.stop());
  beforeEach(async () => {
    await app.app.stores.database.executeSql('delete from conversation');
    await browser.post('/presence', { presence: 'present' });
  });

  /** In danger, talked with staff, left the talk themselves: the bot holds the chat again. */
  const left = async () => {
    const person = await new DirectLineClient(app.base).open();
    await person.say('bố đang đánh con');
    await app.app.worker.idle();
    await browser.post('/queue/take-next');
    await person.say('thoát');
    await app.app.worker.idle();
    return { person, id: app.app.stores.conversations.idOf('directline', person.conversationId) };
  };
  const queue = async (): Promise<
    { chatId: string; unfinished: boolean; reason: string; urgency: string }[]
  > => (await browser.get('/today')).body.queue;

  it('enters the queue as unfinished after ten minutes, and the person is not written to', async () => {
    const { person, id } = await left();
    await person.read();
    const lines = person.seen.length;
    later(9 * minute);
    await app.app.staff.sweep();
    expect(await queue()).to.deep.equal([]);
    later(minute);
    await app.app.staff.sweep();
    const [item, ...others] = await queue();
    expect(others).to.deep.equal([]);
    expect(item).to.include({ chatId: id, unfinished: true, reason: 'unfinished', urgency: 'immediate' });
    await person.read();
    expect(person.seen.slice(lines)).to.deep.equal([]);
    expect((await browser.post('/queue/take-next')).body.chatId).to.equal(id);
  });

  it('does not while the person goes on writing, and once only', async () => {
    const { person } = await left();
    later(9 * minute);
    await person.say('con đang nghĩ');
    later(9 * minute);
    await app.app.staff.sweep();
    expect(await queue()).to.deep.equal([]);
    later(minute);
    await Promise.all([app.app.staff.sweep(), app.app.staff.sweep()]);
    await app.app.staff.sweep();
    expect(await queue()).to.have.length(1);
    const rows = await app.app.stores.database.db
      .selectFrom('handoff')
      .select('reason')
      .where('reason', '=', 'unfinished')
      .execute();
    expect(rows).to.have.length(1);
  });

  it('does not after staff have closed it', async () => {
    const person = await new DirectLineClient(app.base).open();
    await person.say('bố đang đánh con');
    await app.app.worker.idle();
    const { chatId } = (await browser.post('/queue/take-next')).body;
    await browser.post(`/chats/${chatId}/close`, { outcome: 'passed-to-111' });
    later(11 * minute);
    await app.app.staff.sweep();
    expect(await queue()).to.deep.equal([]);
  });
});
