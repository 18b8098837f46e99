import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { environmentFor } from '../channels/platform-app.ts';
import { newDataDir } from '../helpers/data-dir.ts';
import { MessengerPlatform } from '../helpers/platforms/messenger-platform.ts';
import { ZaloPlatform } from '../helpers/platforms/zalo-platform.ts';
import { command, type Ran } from './command.ts';

/** The commands of the two guides, run as processes against platforms played on this machine. */
describe('npm run', function () {
  this.timeout(120_000);
  const zalo = new ZaloPlatform();
  const messenger = new MessengerPlatform();
  let dataDir: string;
  let env: Record<string, string>;
  before(async () => {
    await zalo.start();
    await messenger.start();
  });
  after(async () => {
    await zalo.stop();
    await messenger.stop();
  });
  beforeEach(async () => {
    dataDir = await newDataDir();
    const { ZALO_REFRESH_TOKEN: _notYet, ...secrets } = environmentFor(zalo, messenger);
    env = { ...secrets, DATA_DIR: dataDir, PUBLIC_URL: 'https://baotre.example.vn' };
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  /** The administrator opens the printed address and agrees; gives the address they come back to. */
  const agree = (printed: string): Promise<string> | undefined => {
    const address = /^http\S+permission\S+$/mu.exec(printed)?.[0];
    if (address === undefined || !printed.includes('paste it here')) return undefined;
    return fetch(address, { redirect: 'manual' }).then(({ headers }) => headers.get('location') ?? '');
  };
  const secretsIn = ({ out, err }: Ran): readonly string[] =>
    [zalo.appSecret, zalo.oaSecretKey, messenger.pageToken, messenger.appSecret, 'AT-', 'RT-'].filter(
      (secret) => `${out}${err}`.includes(secret),
    );

  it('zalo -- login leads from no token to one that status shows and refresh renews', async () => {
    const before = await command('zalo', ['status'], { env });
    expect([before.code, before.err]).to.deep.equal([1, 'No token yet. Run: npm run zalo -- login\n']);
    const login = await command('zalo', ['login'], { env, types: agree });
    expect(login.code, login.err).to.equal(0);
    expect(login.out).to.contain('redirect_uri=https%3A%2F%2Fbaotre.example.vn');
    const after = await command('zalo', ['status'], { env });
    expect(after.code, after.err).to.equal(0);
    const until = Date.parse(/good until (\S+)/u.exec(after.out)?.[1] ?? '');
    expect((until - Date.now()) / 3_600_000).to.be.within(24.9, 25);
    const refreshes = zalo.refreshes;
    const refreshed = await command('zalo', ['refresh'], { env });
    expect([refreshed.code, refreshed.out]).to.deep.equal([0, 'A new token is there.\n']);
    expect(zalo.refreshes).to.equal(refreshes + 1);
    zalo.oauthMood = 'down';
    const away = await command('zalo', ['refresh'], { env });
    zalo.oauthMood = 'up';
    expect([away.code, away.err]).to.match(/1,Zalo did not answer/u);
    expect((await command('zalo', ['refresh'], { env })).code).to.equal(0);
    for (const ran of [login, after, refreshed]) expect(secretsIn(ran)).to.deep.equal([]);
  });

  it('zalo -- login says what is wrong with what was pasted, and stores nothing', async () => {
    const of = (code: string, state?: string) => (printed: string) => {
      const shown = /state=([\w-]+)/u.exec(printed)?.[1];
      if (shown === undefined || !printed.includes('paste it here')) return undefined;
      return Promise.resolve(`https://baotre.example.vn/?code=${code}&state=${state ?? shown}`);
    };
    for (const [types, said] of [
      [of('used'), 'Zalo refused (-14004)'],
      [of('x', 'of-another-login'), 'That address holds no code of this login.'],
      [undefined, 'That address holds no code of this login.'],
    ] as const) {
      const login = await command('zalo', ['login'], { env, ...(types === undefined ? {} : { types }) });
      expect(login.code).to.equal(1);
      expect(login.err).to.contain(said);
    }
    expect((await command('zalo', ['status'], { env })).err).to.contain('No token yet');
  });

  it('zalo says that the platform is away, that secrets are missing, and how it is used', async () => {
    zalo.oauthMood = 'down';
    const away = await command('zalo', ['login'], { env, types: agree });
    zalo.oauthMood = 'up';
    expect([away.code, away.err]).to.deep.equal([1, 'Zalo did not answer. Begin again.\n']);
    const off = await command('zalo', ['status'], { env: { DATA_DIR: dataDir } });
    expect([off.code, off.err]).to.match(/1,Zalo is off: ZALO_APP_ID/u);
    const help = await command('zalo', ['logout'], { env });
    expect([help.code, help.err]).to.match(/2,Usage:/u);
  });

  it('messenger -- setup shows, changes, and the second time changes nothing', async () => {
    const dry = await command('messenger', ['setup', '--dry-run'], { env });
    expect(dry.code, dry.err).to.equal(0);
    expect(dry.out).to.match(/get_started\s+would be changed/u);
    expect([messenger.profile, messenger.subscribed]).to.deep.equal([{}, []]);
    const set = await command('messenger', ['setup'], { env });
    expect(set.code, set.err).to.equal(0);
    expect(set.out.match(/is changed/gu)).to.have.length(5);
    expect(messenger.profile).to.have.all.keys('get_started', 'greeting', 'ice_breakers', 'persistent_menu');
    expect(messenger.subscribed).to.include('messages');
    const calls = messenger.profileCalls;
    const again = await command('messenger', ['setup'], { env });
    expect(again.out.match(/is as it should be/gu)).to.have.length(5);
    expect([again.code, messenger.profileCalls]).to.deep.equal([0, calls]);
    for (const ran of [dry, set, again]) expect(secretsIn(ran)).to.deep.equal([]);
  });

  it('messenger -- setup says which step failed, and that secrets are missing', async () => {
    const wrong = await command('messenger', ['setup'], {
      env: { ...env, MESSENGER_PAGE_TOKEN: 'EAAG-of-yesterday' },
    });
    expect(wrong.code).to.equal(1);
    expect(wrong.out).to.match(/get_started\s+FAILED \(190\/463\)/u);
    const off = await command('messenger', ['setup'], { env: { DATA_DIR: dataDir } });
    expect([off.code, off.err]).to.deep.equal([1, 'Messenger is off: its secrets are not set.\n']);
  });
});
