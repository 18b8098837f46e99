import { expect } from 'chai';
import { challengeOf, consentAddress, newVerifier, pairForCode } from '../../../src/channels/zalo/oauth.ts';
import { ZaloTokens } from '../../../src/channels/zalo/tokens.ts';
import type { Lock } from '../../../src/conversations/ports.ts';
import { ZaloPlatform } from '../../helpers/platforms/zalo-platform.ts';
import { FakeClock } from '../fake-clock.ts';
import { sharedLock, TokenShelf } from '../ports.ts';

const hour = 3_600_000;

describe("Zalo's tokens", () => {
  let clock: FakeClock;
  let platform: ZaloPlatform;
  let shelf: TokenShelf;
  let lock: Lock;
  let alarms: string[];
  let seed: string;

  beforeEach(async () => {
    clock = new FakeClock('2026-11-24T08:00:00+07:00');
    platform = await new ZaloPlatform({ now: clock.milliseconds }).start();
    shelf = new TokenShelf();
    lock = sharedLock();
    alarms = [];
    seed = platform.refreshToken;
  });
  afterEach(() => platform.stop());

  const app = () => ({ appId: platform.appId, appSecret: platform.appSecret, oauthUrl: platform.url });
  /** A process: what it holds in memory is its own, shelf and lock are shared. */
  const aProcess = (withSeed: string = seed): ZaloTokens =>
    new ZaloTokens({
      app: app(),
      store: shelf,
      lock,
      alarm: (code) => void alarms.push(code),
      now: clock.now,
      seed: withSeed,
      fingerprint: (text) => `#${text}`,
    });

  it('begin with the configured refresh token, are stored, and are then used without asking again', async () => {
    const first = await aProcess().access();
    expect(first.kind).to.equal('token');
    expect(await aProcess().access()).to.deep.equal(first);
    expect(platform.refreshes).to.equal(1);
    expect(shelf.stored?.state).to.equal('good');
  });

  it('are refreshed before they end, once, though many ask', async () => {
    const processes = [aProcess(), aProcess(), aProcess()];
    await processes[0]!.access();
    clock.pass(21 * hour);
    const answers = await Promise.all(processes.flatMap((each) => [each.access(), each.access()]));
    expect(new Set(answers.map((answer) => answer.kind === 'token' && answer.token)).size).to.equal(1);
    expect(platform.refreshes).to.equal(2);
  });

  it('are refreshed once when several processes learn that the token is dead', async () => {
    const processes = [aProcess(), aProcess()];
    const [access] = await Promise.all(processes.map((each) => each.access()));
    platform.revokeAccess();
    const token = access?.kind === 'token' ? access.token : '';
    const renewed = await Promise.all(processes.map((each) => each.renewed(token)));
    expect(new Set(renewed.map((answer) => answer.kind === 'token' && answer.token)).size).to.equal(1);
    expect(platform.refreshes).to.equal(2);
  });

  it('still serve while the login is away and the old token has hours left', async () => {
    const one = aProcess();
    const before = await one.access();
    clock.pass(21 * hour);
    platform.oauthMood = 'down';
    expect(await one.access()).to.deep.equal(before);
    clock.pass(5 * hour);
    expect(await one.access()).to.deep.equal({ kind: 'wait' });
    platform.oauthMood = 'up';
    expect((await one.access()).kind).to.equal('token');
    expect(alarms).to.deep.equal([]);
  });

  describe('when a process dies', () => {
    beforeEach(async () => {
      await aProcess().access();
      clock.pass(21 * hour);
      shelf.writes = 0;
    });

    it('before the mark is written, nothing has happened', async () => {
      shelf.failsOnWrite = 1;
      await aProcess()
        .access()
        .catch(() => undefined);
      shelf.failsOnWrite = 0;
      expect((await aProcess().access()).kind).to.equal('token');
      expect(platform.refreshes).to.equal(2);
      expect(alarms).to.deep.equal([]);
    });

    it('after the mark and before the call, the old refresh token still works', async () => {
      await shelf.write('zalo', { ...shelf.stored!, state: 'refreshing' });
      expect((await aProcess().access()).kind).to.equal('token');
      expect(alarms).to.deep.equal([]);
    });

    it('after the platform changed the token and before the answer was stored, a person is called, and a new consent mends it', async () => {
      const old = shelf.stored!;
      await aProcess().access();
      // What a process killed at that moment leaves behind: the old pair, with the mark.
      shelf.stored = { ...old, state: 'refreshing' };
      const next = aProcess();
      expect(await next.access()).to.deep.equal({ kind: 'dead' });
      expect(alarms).to.deep.equal(['zalo.token-dead']);
      expect(shelf.stored.pair).to.deep.equal(old.pair);
      await consent(next);
      expect((await aProcess().access()).kind).to.equal('token');
    });

    it('not at all, but its answer is lost on the way: the token is not thrown away on a guess', async () => {
      platform.oauthMood = 'cut';
      const one = aProcess();
      const before = shelf.stored!.pair.access;
      expect(await one.access()).to.deep.equal({ kind: 'token', token: before });
      expect(shelf.stored?.state).to.equal('refreshing');
      platform.oauthMood = 'up';
      expect((await aProcess().access()).kind).to.equal('token');
      expect(alarms).to.deep.equal([]);
    });

    it('not, but the database is away: the new pair is used and stored as soon as it is back', async () => {
      const one = aProcess();
      shelf.failsOnWrite = 2;
      const access = await one.access();
      expect(access.kind).to.equal('token');
      expect(alarms).to.deep.equal(['zalo.token-not-stored']);
      expect(shelf.stored?.state).to.equal('refreshing');
      shelf.failsOnWrite = 0;
      await one.look();
      expect(shelf.stored?.state).to.equal('good');
      expect(access.kind === 'token' && access.token).to.equal(shelf.stored?.pair.access);
    });
  });

  it('are dead when the refresh token is used up elsewhere; a newly configured one begins again', async () => {
    await aProcess().access();
    platform.revokeRefresh();
    clock.pass(26 * hour);
    expect((await aProcess().access()).kind).to.equal('dead');
    expect((await aProcess().access()).kind).to.equal('dead');
    expect(platform.refreshes).to.equal(2);
    expect((await aProcess(platform.refreshToken).access()).kind).to.equal('token');
  });

  it('are got by the consent of the administrator, with PKCE', async () => {
    expect(newVerifier()).to.match(/^[\w-]{43}$/u);
    const tokens = aProcess();
    await consent(tokens);
    expect((await tokens.access()).kind).to.equal('token');
    expect(await tokens.status()).to.deep.include({ state: 'good' });
    const wrong = await pairForCode(
      app(),
      { code: await codeFor('another-verifier'), verifier: newVerifier() },
      clock.now(),
    );
    expect(wrong.kind).to.equal('rejected');
  });

  async function consent(tokens: ZaloTokens): Promise<void> {
    const verifier = newVerifier();
    const answer = await pairForCode(app(), { code: await codeFor(verifier), verifier }, clock.now());
    if (answer.kind !== 'pair') throw new Error('no pair');
    await tokens.adopt(answer.pair);
  }

  async function codeFor(verifier: string): Promise<string> {
    const address = consentAddress(app(), { callback: 'https://example.org/back', verifier, state: 's' });
    expect(new URL(address).searchParams.get('code_challenge')).to.equal(challengeOf(verifier));
    const response = await fetch(address, { redirect: 'manual' });
    return new URL(response.headers.get('location')!).searchParams.get('code') ?? '';
  }
});
