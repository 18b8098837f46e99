import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { envExample, keyFile, readConfig, settings } from '../../src/config.ts';
import { projectRoot } from '../helpers/app.ts';

describe('the configuration', () => {
  it('needs nothing', () => {
    const result = readConfig({});
    expect(result.kind).to.equal('config');
    if (result.kind === 'config') {
      expect(result.config).to.include({ PORT: 3978, DATA_DIR: './data', LOG_LEVEL: 'info' });
      expect(Object.isFrozen(result.config)).to.equal(true);
    }
  });

  it('lists all faults at once, by name and never by value', () => {
    const result = readConfig({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://secret-host/x',
      METRICS_TOKEN: 'short-tok',
      CONVERSATION_DAYS: '0',
    });
    const faults = result.kind === 'faults' ? result.faults : [];
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'METRICS_TOKEN', 'CONVERSATION_DAYS'])
      expect(
        faults.filter((fault) => fault.startsWith(`${name}:`)),
        name,
      ).to.have.length(1);
    for (const value of ['eighty', 'loud', 'secret-host', 'short-tok'])
      expect(faults.join('\n')).not.to.contain(value);
  });

  it('says which settings of a half configured channel are missing', () => {
    const result = readConfig({ ZALO_APP_ID: '123', ZALO_OA_ID: '456' });
    expect(result.kind === 'faults' && result.faults.join('\n')).to.match(
      /Zalo: ZALO_APP_SECRET, ZALO_OA_SECRET_KEY missing/u,
    );
  });

  it('reads secrets from files, and refuses both ways at once and a file that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'config-'));
    const file = join(folder, 'token');
    await writeFile(file, 'a-token-of-sixteen-and-more\n');
    const read = readConfig({ METRICS_TOKEN_FILE: file });
    expect(read.kind === 'config' && read.config.METRICS_TOKEN).to.equal('a-token-of-sixteen-and-more');
    const both = readConfig({ METRICS_TOKEN: 'a-token-of-sixteen-and-more', METRICS_TOKEN_FILE: file });
    expect(both.kind === 'faults' && both.faults).to.deep.equal([
      'METRICS_TOKEN: give it or METRICS_TOKEN_FILE, not both',
    ]);
    const gone = readConfig({ METRICS_TOKEN_FILE: join(folder, 'gone') });
    expect(gone.kind === 'faults' && gone.faults).to.deep.equal([
      'METRICS_TOKEN_FILE: the file cannot be read',
    ]);
    await rm(folder, { recursive: true });
  });

  it('takes an empty value for none', () => {
    expect(readConfig({ DATABASE_URL: '', METRICS_TOKEN: '' }).kind).to.equal('config');
  });

  it('finds the key ring by KEY_FILE, else in DATA_DIR', () => {
    const result = readConfig({ DATA_DIR: '/srv/x', KEY_FILE: '/run/keys.json' });
    if (result.kind !== 'config') throw new Error('faults');
    expect(keyFile(result.config, { KEY_FILE: '/run/keys.json' })).to.equal('/run/keys.json');
    expect(keyFile(result.config, {})).to.equal('/srv/x/keys.json');
  });

  it('is written down whole in .env.example', async () => {
    expect(await readFile(join(projectRoot, '.env.example'), 'utf8')).to.equal(envExample());
    for (const name of Object.keys(settings)) expect(envExample()).to.contain(`#${name}=`);
  });
});
