import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aBrowser } from './console-world.ts';

describe('how a talk was', () => {
  let app: TestApp;
  let browser: ReturnType<typeof aBrowser>;
  before(async function () {
    this.timeout(120_000);
    app = await startApp();
    browser = aBrowser(app.base);
    const token = (await app.app.staff.firstAccountLink())?.split('#')[1];
    await browser.post('/setup', { token, username: 'lan', name: 'Cô Lan', password: 'mật khẩu rất dài' });
    await browser.post('/presence', { presence: 'present' });
  });
  after(() => app.stop());

  /** A person talks with staff, who close with this outcome. */
  const closed = async (outcome: string, words = 'cho con gặp cô chú') => {
    const person = await new DirectLineClient(app.base).open();
    await person.say(words);
    await app.app.worker.idle();
    const { chatId } = (await browser.post('/queue/take-next')).body;
    expect((await browser.post(`/chats/${chatId}/close`, { outcome })).status).to.equal(204);
    await person.read();
    return person;
  };
  const keys = (person: DirectLineClient) => person.seen.map(({ channelData }) => channelData?.key);
  const counts = async () => (await browser.get('/ratings')).body.ratings;

  it('is asked once after staff close, answered by one tap, and counted without any tie to the chat', async () => {
    const person = await closed('helped');
    expect(keys(person).slice(-2)).to.deep.equal(['bot.staff-left', 'bot.rate']);
    expect(person.seen.at(-1)?.suggestedActions?.actions.map(({ title }) => title)).to.deep.equal([
      'Tốt',
      'Tạm được',
      'Chưa tốt',
    ]);
    const [thanks] = await person.tap('Chưa tốt');
    expect(thanks?.channelData?.key).to.equal('bot.rated');
    await person.tap('Tốt');
    const [only, ...others] = await counts();
    expect(others).to.deep.equal([]);
    expect(only).to.deep.include({ urgency: 'soon', closing: 'helped', grade: 'bad', count: 1 });
    const columns = await app.app.stores.database.db.selectFrom('rating').selectAll().execute();
    expect(Object.keys(columns[0] ?? {}).toSorted()).to.deep.equal([
      'closing',
      'count',
      'grade',
      'month',
      'urgency',
    ]);
  });

  it('may be answered in words, or passed over: then it is not asked again', async () => {
    const person = await closed('information');
    expect((await person.say('tốt lắm'))[0]?.channelData?.key).to.equal('bot.rated');
    const other = await closed('information');
    await other.say('con chào');
    await other.say('tốt');
    expect(keys(other)).not.to.include('bot.rated');
    const grades = (await counts()).filter(({ closing }: { closing: string }) => closing === 'information');
    expect(grades.map(({ count }: { count: number }) => count)).to.deep.equal([1]);
  });

  it('is not asked where that would be unkind', async () => {
    for (const outcome of ['passed-to-111', 'passed-to-police', 'no-answer', 'test']) {
      const person = await closed(outcome, 'bố đang đánh con');
      expect(keys(person).at(-1), outcome).to.equal('bot.staff-left');
    }
  });

  it('tells nothing but numbers, and those to supervisors and analysts', async () => {
    expect((await aBrowser(app.base).get('/ratings')).status).to.equal(401);
    expect((await browser.get('/ratings?since=yesterday')).status).to.equal(400);
  });
});
