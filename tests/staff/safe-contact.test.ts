import { expect } from 'chai';
import { startApp, type TestApp } from '../helpers/app.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aBrowser } from './console-world.ts';

const hour = 3_600_000;

describe('safe contact and blocks', () => {
  let app: TestApp;
  let browser: ReturnType<typeof aBrowser>;
  // A Tuesday, 09:00 in Vietnam.
  let now = new Date('2026-11-24T02:00:00Z');
  before(async function () {
    this.timeout(120_000);
    app = await startApp({ now: () => now });
    browser = aBrowser(app.base);
    const token = (await app.app.staff.firstAccountLink())?.split('#')[1];
    await browser.post('/setup', { token, username: 'lan', name: 'Cô Lan', password: 'mật khẩu rất dài' });
    await browser.post('/presence', { presence: 'present' });
  });
  after(() => app.stop());
  beforeEach(async () => {
    await app.app.stores.database.executeSql('delete from conversation');
  });

  const someone = async (words = 'cho con gặp cô chú') => {
    const person = await new DirectLineClient(app.base).open();
    await person.say(words);
    await app.app.worker.idle();
    return { person, id: app.app.stores.conversations.idOf('directline', person.conversationId) };
  };
  const holder = async (id: Awaited<ReturnType<typeof someone>>['id']) =>
    (await app.app.stores.conversations.open(id, 1))?.holder.kind;
  const keysOf = (activities: Awaited<ReturnType<DirectLineClient['say']>>) =>
    activities.filter(({ from }) => from.id === 'bot').map(({ channelData }) => channelData?.key);
  const later = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  /** A phone that slept gets a new token for its old one. */
  const wakes = async (person: DirectLineClient): Promise<void> => {
    const url = `${app.base}/v3/directline/tokens/refresh`;
    const refreshed = await fetch(url, { method: 'POST', headers: person.headers });
    person.token = ((await refreshed.json()) as { token: string }).token;
  };
  /** Signed in anew: sessions have an idle limit of their own. */
  const signIn = () => browser.post('/sign-in', { username: 'lan', password: 'mật khẩu rất dài' });

  describe('whoever is blocked', () => {
    const blocked = async () => {
      const { person, id } = await someone('xin chào');
      const until = new Date(now.getTime() + hour).toISOString();
      const done = await browser.post(`/chats/${id}/block`, { until, reason: 'quấy rối' });
      expect(done.status).to.equal(204);
      return { person, id };
    };

    it('gets one kind line with 111 and is not put into the queue', async () => {
      const { person, id } = await blocked();
      const answers = await person.say('cho con gặp cô chú');
      expect(keysOf(answers)).to.deep.equal(['bot.blocked']);
      expect(answers[0]?.text).to.include('111');
      expect(await holder(id)).to.equal('bot');
      await person.ask({ type: 'message', text: 'Gặp cô chú', value: { payload: '!human' } });
      expect(await holder(id)).to.equal('bot');
    });

    it('is heard in danger at once, and from then on as ever', async () => {
      const { person, id } = await blocked();
      expect(keysOf(await person.say('bố đang đánh con'))[0]).to.equal('danger-now.call.say');
      expect(await holder(id)).to.equal('queue');
      expect(keysOf(await person.say('bố đang ở ngoài cửa'))).not.to.include('bot.blocked');
    });

    it('is heard when an answer tells of danger', async () => {
      const { person, id } = await blocked();
      await person.ask({ type: 'message', text: 'Làm lại', value: { payload: '!restart' } });
      await person.tap('Không an toàn');
      expect(await holder(id)).to.equal('queue');
    });

    it('always gets the help card, by its button or by writing 111', async () => {
      const { person } = await blocked();
      expect(keysOf(await person.say('111'))).to.include('engine.help');
      const tapped = await person.ask({ type: 'message', text: '111', value: { payload: '!help' } });
      expect(keysOf(tapped)).to.include('engine.help');
    });

    it('is answered again when the block ends', async () => {
      const { person, id } = await blocked();
      await person.say('con chào');
      later(hour + 1000);
      await wakes(person);
      await person.say('cho con gặp cô chú');
      expect(await holder(id)).to.equal('queue');
    });
  });

  describe('the word that means stop', () => {
    const agreed = async () => {
      await signIn();
      const { person, id } = await someone();
      await browser.post('/queue/take-next');
      const rule = { window: null, never: false, stopWord: 'mai học toán' };
      expect((await browser.put(`/chats/${id}/contact`, rule)).status).to.equal(204);
      await person.read();
      return { person, id };
    };
    const epochOf = async (id: string): Promise<number> => (await browser.get(`/chats/${id}`)).body.epoch;

    it('makes the chat go quiet, with or without marks, and takes it from whoever held it', async () => {
      const { person, id } = await agreed();
      expect(keysOf(await person.say('Mai hoc toan'))).to.deep.equal(['engine.weather']);
      expect(await holder(id)).to.equal('bot');
      expect((await browser.get(`/chats/${id}`)).body).to.include({ quiet: true });
      expect(keysOf(await person.say('ai đang nhắn đấy'))).to.deep.equal(['engine.weather']);
    });

    it('keeps staff who take the chat again from writing, until the person writes to them', async () => {
      const { person, id } = await agreed();
      await person.say('mai học toán');
      const lines = person.seen.length;
      await app.app.stores.database.db
        .updateTable('conversation')
        .set({ urgency: 'urgent' })
        .where('id', '=', id)
        .execute();
      later(11 * 60_000);
      await app.app.staff.sweep();
      await signIn();
      expect((await browser.post('/queue/take-next')).body.chatId).to.equal(id);
      const say = async (clientId: string) =>
        browser.post(`/chats/${id}/messages`, { text: 'con ơi', epoch: await epochOf(id), clientId });
      const refused = await say('a');
      expect([refused.status, refused.body.error.code, refused.body.error.message]).to.deep.equal([
        409,
        'unsafe-time',
        'quiet',
      ]);
      await person.read();
      expect(person.seen.slice(lines), 'nothing shows that someone came').to.deep.equal([]);
      await person.post({ type: 'message', text: 'con đây' });
      await app.app.worker.idle();
      expect((await say('b')).status).to.equal(201);
      await browser.post(`/chats/${id}/close`, { outcome: 'test' });
    });
  });

  it('refuses to write first outside of the agreed hours, and says which they are', async () => {
    await signIn();
    const { person, id } = await someone();
    await browser.post('/queue/take-next');
    await browser.put(`/chats/${id}/contact`, {
      window: { from: '18:00', to: '19:30' },
      never: false,
      stopWord: null,
    });
    const { epoch } = (await browser.get(`/chats/${id}`)).body;
    const say = (clientId: string) =>
      browser.post(`/chats/${id}/messages`, { text: 'con ơi', epoch, clientId });
    expect((await say('reply')).status, 'a reply while they are here').to.equal(201);
    later(16 * 60_000);
    await browser.post('/presence', { presence: 'present' });
    const refused = await say('first');
    expect([refused.status, refused.body.error]).to.deep.equal([
      409,
      { code: 'unsafe-time', message: '18:00-19:30' },
    ]);
    await browser.put(`/chats/${id}/contact`, { window: null, never: true, stopWord: null });
    expect((await say('never')).body.error.message).to.equal('never');
    await person.read();
    expect(person.seen.filter(({ from }) => from.id === 'staff')).to.have.length(1);
    await browser.post(`/chats/${id}/close`, { outcome: 'test' });
  });

  describe('after the safe word', () => {
    it('the chat is quiet for hours and then begins anew, with no word of what it was about', async () => {
      const { person, id } = await someone('xin chào');
      await person.ask({ type: 'message', text: 'Làm lại', value: { payload: '!restart' } });
      await person.tap('Có, an toàn');
      await person.say('thời tiết');
      later(11 * hour);
      await wakes(person);
      expect(keysOf(await person.say('alo'))).to.deep.equal(['engine.weather']);
      later(11 * hour);
      await wakes(person);
      expect(keysOf(await person.say('alo')), 'each message begins the time anew').to.deep.equal([
        'engine.weather',
      ]);
      later(12 * hour);
      await wakes(person);
      const answers = await person.say('alo');
      expect(keysOf(answers)[0]).to.equal('welcome.hello.say');
      expect(keysOf(answers)).not.to.include('engine.resume');
      const memory = (await app.app.stores.conversations.open(id, 1))?.memory;
      expect(memory?.report).to.equal(undefined);
    });
  });
});
