import { expect } from 'chai';
import type { Recognition } from '../../src/domain/recognition.ts';
import { CircuitBreaker } from '../../src/understanding/clu/breaker.ts';
import { mask } from '../../src/understanding/clu/mask.ts';
import {
  createSecondOpinion,
  type SecondOpinion,
  withOpinion,
} from '../../src/understanding/clu/second-opinion.ts';
import { type CluServer, startCluServer } from '../helpers/clu-server.ts';

const key = 'a-key-of-the-test';

describe('the second opinion of Azure CLU', () => {
  let server: CluServer;
  const opinion = (breaker = new CircuitBreaker(), deadline?: number): SecondOpinion =>
    createSecondOpinion(
      { endpoint: server.endpoint, key, project: 'bao-tre', deployment: 'production' },
      breaker,
      deadline,
    );

  beforeEach(async () => {
    server = await startCluServer(key);
  });
  afterEach(() => server.close());

  it('brings the intent and its confidence', async () => {
    server.mood = { kind: 'answers', intent: 'ask_hotline', confidence: 0.93 };
    expect(await opinion().ask('cho con hỏi số')).to.deep.equal({
      kind: 'intent',
      intent: 'ask_hotline',
      confidence: 0.93,
    });
  });

  it('takes an intent it does not know for unknown', async () => {
    server.mood = { kind: 'answers', intent: 'None', confidence: 0.9 };
    expect(await opinion().ask('abc')).to.deep.equal({ kind: 'intent', intent: 'unknown', confidence: 0 });
  });

  it('sends no numbers, links, places or names', async () => {
    await opinion().ask('con tên Nguyễn Văn An, số 0912 345 678, ở xã Tân Dân, https://a.vn/x');
    const text = server.asked[0]!.text;
    expect(text).not.to.match(/Nguyễn|An,|0912|345|Tân|Dân|a\.vn/u);
    expect(text).to.include('con tên');
  });

  it('does not wait longer than the deadline', async () => {
    server.mood = { kind: 'slow', ms: 5_000 };
    const before = performance.now();
    expect(await opinion(new CircuitBreaker(), 200).ask('chậm')).to.deep.equal({ kind: 'none', why: 'slow' });
    expect(performance.now() - before).to.be.below(1_500);
  });

  for (const [status, why] of [
    [401, 'refused'],
    [404, 'refused'],
    [429, 'limited'],
    [500, 'failed'],
    [503, 'failed'],
  ] as const) {
    it(`says "${why}" when the service answers ${status}`, async () => {
      server.mood = { kind: 'status', status };
      expect(await opinion().ask('xin chào')).to.deep.equal({ kind: 'none', why });
      expect(server.asked).to.have.length(1);
    });
  }

  it('says "refused" when the key is wrong', async () => {
    const wrong = createSecondOpinion({
      endpoint: server.endpoint,
      key: 'wrong',
      project: 'p',
      deployment: 'd',
    });
    expect(await wrong.ask('xin chào')).to.deep.equal({ kind: 'none', why: 'refused' });
  });

  it('says "unreadable" when the answer is not what was agreed', async () => {
    server.mood = { kind: 'nonsense' };
    expect(await opinion().ask('xin chào')).to.deep.equal({ kind: 'none', why: 'unreadable' });
  });

  it('rests after three failures and tries one call after the rest', async () => {
    let now = 0;
    const asked = opinion(new CircuitBreaker({ limit: 3, restMs: 1_000, now: () => now }));
    server.mood = { kind: 'status', status: 500 };
    for (let i = 0; i < 3; i++) await asked.ask('a');
    expect(await asked.ask('a')).to.deep.equal({ kind: 'none', why: 'resting' });
    expect(server.asked).to.have.length(3);
    now = 1_001;
    server.mood = { kind: 'answers', intent: 'greeting', confidence: 0.8 };
    expect((await asked.ask('a')).kind).to.equal('intent');
    expect((await asked.ask('a')).kind).to.equal('intent');
  });

  it('rests as long as a 429 asks for', async () => {
    let now = 0;
    const asked = opinion(new CircuitBreaker({ now: () => now }));
    server.mood = { kind: 'status', status: 429, retryAfter: 60 };
    await asked.ask('a');
    now = 59_000;
    expect(await asked.ask('a')).to.deep.equal({ kind: 'none', why: 'resting' });
  });
});

describe('joining the second opinion', () => {
  const local: Recognition = {
    intent: 'unknown',
    confidence: 0.2,
    urgency: 'urgent',
    signs: [{ id: 'violence.now', urgency: 'urgent', source: 'rule', start: 0, end: 3 }],
    slots: {},
  };

  it('takes a sure cloud intent where the local one is unsure', () => {
    const joined = withOpinion(local, { kind: 'intent', intent: 'ask_hotline', confidence: 0.9 });
    expect(joined.intent).to.equal('ask_hotline');
  });

  it('never touches urgency or signs', () => {
    const joined = withOpinion(local, { kind: 'intent', intent: 'smalltalk', confidence: 1 });
    expect(joined.urgency).to.equal('urgent');
    expect(joined.signs).to.equal(local.signs);
  });

  it('keeps a sure local intent, and everything when there is no opinion', () => {
    const sure = { ...local, intent: 'greeting', confidence: 0.8 } as const;
    expect(withOpinion(sure, { kind: 'intent', intent: 'thanks', confidence: 1 })).to.equal(sure);
    expect(withOpinion(local, { kind: 'none', why: 'slow' })).to.equal(local);
  });
});

describe('masking', () => {
  for (const [text, masked] of [
    ['gọi 0912345678 giúp con', 'gọi 0 giúp con'],
    ['Bạn Trần Thị Mai lớp 4A', '[name] lớp 0A'],
    ['bị đánh ở thôn Đông Hòa', 'bị đánh ở [place]'],
    ['con sợ lắm', 'con sợ lắm'],
  ] as const) {
    it(`makes "${masked}" of "${text}"`, () => expect(mask(text)).to.equal(masked));
  }
});
