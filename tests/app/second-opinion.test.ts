import { expect } from 'chai';
import { loadReceiptWords } from '../../src/conversations/load.ts';
import { groupDigits, receiptFromSecret, receiptToWords } from '../../src/domain/receipt.ts';
import { projectRoot, startApp, type TestApp } from '../helpers/app.ts';
import { type CluServer, startCluServer } from '../helpers/clu-server.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';

const key = 'a-key-of-the-test';
/** Words that no one can make sense of. */
const unclear = 'xyzzy abcxyz qwe';

describe('the second opinion in a conversation', () => {
  let clu: CluServer;
  let app: TestApp;

  before(async function () {
    this.timeout(60_000);
    clu = await startCluServer(key);
    const env = {
      CLU_ENDPOINT: clu.endpoint,
      CLU_KEY: key,
      CLU_PROJECT: 'bao-tre',
      CLU_DEPLOYMENT: 'production',
    };
    app = await startApp({ env });
  });
  after(async () => {
    await app?.stop();
    await clu?.close();
  });
  it('leads where the cloud says when the machine itself does not know', async () => {
    const asked = clu.asked.length;
    clu.mood = { kind: 'answers', intent: 'ask_tips_drowning', confidence: 0.95 };
    const client = await new DirectLineClient(app.base).open();
    const answers = await client.ask({ type: 'message', text: unclear });
    expect(keys(answers).join(' ')).to.contain('tips-drowning');
    expect(clu.asked.length).to.equal(asked + 1);
  });

  it('is not asked, and not waited for, when there is danger', async () => {
    const asked = clu.asked.length;
    clu.mood = { kind: 'slow', ms: 5_000 };
    const client = await new DirectLineClient(app.base).open();
    const began = performance.now();
    const answers = await client.ask({ type: 'message', text: 'bố đang đánh con, cứu con với' });
    expect(performance.now() - began).to.be.below(1_500);
    expect(answers.map(({ text }) => text).join(' ')).to.contain('111');
    expect(clu.asked.length).to.equal(asked);
  });

  it('never gets to see a code, in digits or in words', async () => {
    const asked = clu.asked.length;
    clu.mood = { kind: 'answers', intent: 'smalltalk', confidence: 0.9 };
    const words = loadReceiptWords(projectRoot);
    const receipt = receiptFromSecret(12_345_678_901_234n);
    const client = await new DirectLineClient(app.base).open();
    for (const text of [groupDigits(receipt), receiptToWords(receipt, words)])
      expect(keys(await client.ask({ type: 'message', text })).join(' ')).to.contain('status.');
    expect(clu.asked.length).to.equal(asked);
  });

  it('that comes too late leaves the person with an answer all the same', async () => {
    clu.mood = { kind: 'slow', ms: 5_000 };
    const client = await new DirectLineClient(app.base).open();
    const began = performance.now();
    expect(await client.ask({ type: 'message', text: unclear })).to.have.length.greaterThan(0);
    expect(performance.now() - began).to.be.below(3_000);
  });
});

function keys(answers: readonly { readonly channelData?: { readonly key?: string } }[]): readonly string[] {
  return answers.map(({ channelData }) => channelData?.key ?? '');
}
