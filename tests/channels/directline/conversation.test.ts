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
