import { execFile } from 'node:child_process';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { keyStatus, rotateKeys } from '../../src/cli/keys/rotate.ts';
import { ConversationId } from '../../src/domain/ids.ts';
import { conversationStore } from '../../src/storage/postgres/conversations.ts';
import { parseKeyring, withNewKey } from '../../src/storage/vault/keyring.ts';
import { Vault } from '../../src/storage/vault/vault.ts';
import { projectRoot } from '../helpers/app.ts';
import { anEvent, now, pgliteStores, type SqlStores } from '../storage/stores.ts';

describe('the rotation of keys', () => {
  let stores: SqlStores;
  let path: string;
  let id: ConversationId;
  before(async function () {
    this.timeout(120_000);
    stores = await pgliteStores();
    path = join(stores.dataDir, 'keys.json');
    await writeFile(path, stores.keyring);
    id = ConversationId.parse(
      (await stores.conversations.accept(anEvent('người gửi', 'lời đã gửi'), now)).id,
    );
  });
  after(() => stores.close());

  const heard = async () => {
    const vault = new Vault(parseKeyring(await readFile(path, 'utf8')));
    const open = await conversationStore(stores.database.db, vault).open(id, 5);
    return open?.pending.map(({ content }) => (content.kind === 'text' ? content.text : ''));
  };

  it('makes one new key, wraps all by it and drops the old, and everything opens as before', async () => {
    const before = parseKeyring(await readFile(path, 'utf8')).current;
    const rotated = await rotateKeys(stores.database.db, path, now);
    expect(rotated).to.include({ resumed: false, rewrapped: 1 });
    expect(rotated.current).not.to.equal(before);
    expect(await heard()).to.deep.equal(['lời đã gửi']);
    expect(await keyStatus(stores.database.db, path)).to.deep.equal([
      { id: rotated.current, current: true, dataKeys: 1 },
    ]);
  });

  it('goes on where a crash stopped it, at every point', async () => {
    const ring = await readFile(path, 'utf8');
    await writeFile(path, withNewKey(ring, now));
    expect(await heard(), 'after the new key was written').to.deep.equal(['lời đã gửi']);
    const resumed = await rotateKeys(stores.database.db, path, now);
    expect(resumed).to.include({ resumed: true, rewrapped: 1 });
    const both = withNewKey(await readFile(path, 'utf8'), now);
    await copyFile(path, `${path}.old`);
    await writeFile(path, both);
    const { current } = await rotateKeys(stores.database.db, path, now);
    await writeFile(path, both);
    expect(await heard(), 'before the old key was dropped').to.deep.equal(['lời đã gửi']);
    expect(await rotateKeys(stores.database.db, path, now)).to.include({
      resumed: true,
      rewrapped: 0,
      current,
    });
    expect(await heard()).to.deep.equal(['lời đã gửi']);
  });

  it('is refused by the command while the folder is held, and told in words', async () => {
    const { holdFolder } = await import('../../src/storage/files/folder-lock.ts');
    const release = await holdFolder(stores.dataDir);
    expect(await holdFolder(stores.dataDir)).to.equal(undefined);
    const { code, stderr } = await keys(['rotate'], { DATA_DIR: stores.dataDir });
    expect({ code, running: stderr.includes('stop it first') }).to.deep.equal({ code: 1, running: true });
    await release?.();
    expect((await keys(['nonsense'], {})).code).to.equal(1);
    await rm(`${path}.old`);
  });
});

function keys(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'src/cli/keys.ts'), ...args],
      { env },
      (error, _stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stderr }),
    );
  });
}
