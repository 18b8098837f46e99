import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { projectRoot, startApp } from '../helpers/app.ts';
import { newDataDir } from '../helpers/data-dir.ts';
import { aBrowser } from '../staff/console-world.ts';

const run = promisify(execFile);
const password = 'mật khẩu rất dài';

describe('accounts from the command line', () => {
  let dataDir: string;
  before(async () => {
    dataDir = await newDataDir();
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  const staff = async (...args: readonly string[]): Promise<string> => {
    const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', PUBLIC_URL: 'http://localhost:3978' };
    const file = join(projectRoot, 'src/cli/staff.ts');
    return (await run(process.execPath, [file, ...args], { env })).stdout.trim();
  };

  it('let a locked-out administrator back in, and each command is on record', async function () {
    this.timeout(180_000);
    const first = await startApp({ dataDir });
    const token = (await first.app.staff.firstAccountLink())?.split('#')[1];
    const account = { token, username: 'lan', name: 'Cô Lan', password };
    expect((await aBrowser(first.base).post('/setup', account)).status).to.equal(200);
    await first.stop();
    expect(await staff('list')).to.match(/^lan\tCô Lan\t.*administrator/u);
    expect(await staff('sign-out', 'lan')).to.equal('done');
    expect(await staff('disable', 'lan')).to.equal('done');
    const link = await staff('reset', 'lan');
    const again = await startApp({ dataDir });
    try {
      const browser = aBrowser(again.base);
      const refused = await browser.post('/sign-in', { username: 'lan', password });
      expect(refused.body.error.code).to.equal('wrong-credentials');
      const next = { ...account, token: link.split('#')[1], password: 'bốn từ thật dài nữa' };
      expect((await browser.post('/setup', next)).status).to.equal(200);
      const actions = (await browser.get('/audit?limit=50')).body.entries.map(
        ({ action }: { action: string }) => action,
      );
      expect(actions).to.include.members(['cli.list', 'cli.sign-out', 'cli.disable', 'cli.reset']);
    } finally {
      await again.stop();
    }
  });
});
