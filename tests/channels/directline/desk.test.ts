import { expect } from 'chai';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { DirectLineClient } from '../../helpers/direct-line.ts';

const secret = 'a-secret-of-the-desk-behind-direct-line';

interface Seen {
  readonly type: string;
  readonly name?: string;
  readonly text?: string;
  readonly from?: { readonly id: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests read events freely
  readonly value?: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests read events freely
  readonly attachments?: any[];
}

describe('a desk behind Direct Line', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(120_000);
    app = await startApp({ env: { DIRECTLINE_SECRET: secret } });
  });
  after(() => app.stop());

  /** A conversation that the desk's own server opened with the secret and relays for a person. */
  const open = async () => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const started = await fetch(`${app.base}/v3/directline/conversations`, { method: 'POST', headers });
    const { conversationId, token } = (await started.json()) as { conversationId: string; token: string };
    const url = `${app.base}/v3/directline/conversations/${conversationId}/activities`;
    const person = new DirectLineClient(app.base);
    person.conversationId = conversationId;
    person.token = token;
    const read = async (): Promise<Seen[]> =>
      ((await (await fetch(url, { headers })).json()) as { activities: Seen[] }).activities;
    return {
      person,
      read,
      events: async () => (await read()).filter(({ type }) => type === 'event'),
      post: (activity: object, authorization = headers.authorization) =>
        fetch(url, {
          method: 'POST',
          headers: { ...headers, authorization },
          body: JSON.stringify(activity),
        }),
    };
  };
  const status = (state: string) => ({ type: 'event', name: 'handoff.status', value: { state } });

  it('reads handoff.initiate with urgency, reason and the transcript; the person’s browser does not', async () => {
    const { person, events } = await open();
    await person.say('bố đang đánh con, cứu con với');
    const [initiate] = await events();
    expect(initiate).to.include({ type: 'event', name: 'handoff.initiate' });
    expect(initiate?.value).to.have.keys('urgency', 'reason');
    expect(initiate?.value.urgency).to.equal('immediate');
    const [attached] = initiate?.attachments ?? [];
    expect(attached).to.include({ name: 'Transcript', contentType: 'application/json' });
    expect(attached.content.activities.map(({ text }: { text: string }) => text)).to.include(
      'bố đang đánh con, cứu con với',
    );
    await person.read();
    expect(person.seen.filter(({ type }) => type === 'event')).to.deep.equal([]);
  });

  it('takes the chat by handoff.status, speaks, and gives it back', async () => {
    const { person, events, post } = await open();
    await person.say('bố đang đánh con, cứu con với');
    expect((await post(status('accepted'))).status).to.equal(200);
    await person.read();
    expect(person.seen.at(-1)?.channelData?.key).to.equal('bot.staff-joined');
    const words = {
      type: 'message',
      text: 'Cô là Lan.',
      channelData: { author: 'staff', clientActivityID: 'a1' },
    };
    await Promise.all([post(words), post(words)]);
    await person.read();
    expect(person.seen.filter(({ from }) => from.id === 'staff').map(({ text }) => text)).to.deep.equal([
      'Cô là Lan.',
    ]);
    await person.post({ type: 'message', text: 'con chào cô' });
    await app.app.worker.idle();
    const before = person.seen.length;
    await person.read();
    expect(person.seen.slice(before).filter(({ from }) => from.id === 'bot')).to.deep.equal([]);
    expect((await post(status('completed'))).status).to.equal(200);
    await person.read();
    expect(person.seen.at(-1)?.channelData?.key).to.equal('bot.staff-left');
    expect((await events()).map(({ name, value }) => [name, value.state ?? value.urgency])).to.deep.equal([
      ['handoff.initiate', 'immediate'],
      ['handoff.status', 'accepted'],
      ['handoff.status', 'completed'],
    ]);
  });

  it('leaves the person in the queue of our own people when it cannot help', async () => {
    const { person, post, events } = await open();
    await person.say('bố đang đánh con, cứu con với');
    await post(status('accepted'));
    expect((await post(status('failed'))).status).to.equal(200);
    expect((await events()).at(-1)?.value.state).to.equal('failed');
    const id = app.app.stores.conversations.idOf('directline', person.conversationId);
    expect((await app.app.stores.conversations.open(id, 1))?.holder.kind).to.equal('queue');
  });

  it('refuses all of this to a token, to nobody, and where nobody was asked for', async () => {
    const { person, post } = await open();
    await person.say('xin chào');
    expect((await post(status('accepted'))).status).to.equal(409);
    expect((await post({ type: 'event', name: 'handoff.status', value: {} })).status).to.equal(400);
    expect((await post(status('accepted'), `Bearer ${person.token}`)).status).to.equal(400);
    expect((await post(status('accepted'), 'Bearer nobody')).status).to.equal(401);
    const words = { type: 'message', text: 'Cô là Lan.', channelData: { author: 'staff' } };
    await post(words, `Bearer ${person.token}`);
    await app.app.worker.idle();
    await person.read();
    expect(person.seen.filter(({ from }) => from.id === 'staff')).to.deep.equal([]);
  });
});
