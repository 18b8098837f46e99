import { expect } from 'chai';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { DirectLineClient } from '../../helpers/direct-line.ts';

describe('Direct Line', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(60_000);
    app = await startApp();
  });
  after(() => app.stop());

  it('offers numbers to call as actions of type call, beside what can be answered', async () => {
    const client = await new DirectLineClient(app.base).open();
    await client.ask({ type: 'event', name: 'opened' });
    const answers = await client.say('bố đang đánh con');
    const actions = answers.flatMap((activity) => activity.suggestedActions?.actions ?? []);
    expect(actions.slice(0, 3)).to.deep.equal(
      ['111', '113', '115'].map((number) => ({
        type: 'call',
        title: `Gọi ${number}`,
        value: `tel:${number}`,
      })),
    );
    expect(actions[3]).to.include({ type: 'messageBack' });
  });

  it('greets whoever opens the chat, as a machine, with 111 in sight', async () => {
    const client = await new DirectLineClient(app.base).open();
    const answers = await client.ask({ type: 'event', name: 'opened' });
    expect(answers.map((answer) => answer.channelData?.key)).to.deep.equal([
      'welcome.hello.say',
      'welcome.no-name.say',
      'welcome.safe.ask',
    ]);
  });
});
