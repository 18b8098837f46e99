import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { receiptFromSecret } from '../../src/domain/receipt.ts';
import { newKeyring, parseKeyring, withNewKey, withoutOldKeys } from '../../src/storage/vault/keyring.ts';
import { loadKeyring, writeKeyring } from '../../src/storage/vault/keyring-file.ts';
import { Vault } from '../../src/storage/vault/vault.ts';

const now = new Date('2026-11-24T14:00:00Z');
const words = 'Bố em hay uống rượu 🍶';

describe('the vault', () => {
  const ring = newKeyring(now);
  const vault = new Vault(parseKeyring(ring));

  it('opens what it sealed, and seals the same words differently each time', () => {
    const { dataKey } = vault.newKey();
    const [one, other] = [vault.seal(dataKey, 'message:1', words), vault.seal(dataKey, 'message:1', words)];
    expect(vault.open(dataKey, 'message:1', one).toString()).to.equal(words);
    expect(one.equals(other)).to.equal(false);
    expect(one.includes(Buffer.from('rượu'))).to.equal(false);
  });

  it('opens nothing that was moved to another place, changed, cut short or sealed under another key', () => {
    const { dataKey } = vault.newKey();
    const sealed = vault.seal(dataKey, 'message:1', words);
    expect(codeOf(() => vault.open(dataKey, 'message:2', sealed))).to.equal('seal.broken');
    expect(codeOf(() => vault.open(vault.newKey().dataKey, 'message:1', sealed))).to.equal('seal.broken');
    for (const length of [0, 5, 12, 28, sealed.length - 1])
      expect(codeOf(() => vault.open(dataKey, 'message:1', sealed.subarray(0, length)))).to.equal(
        'seal.broken',
      );
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(codeOf(() => vault.open(dataKey, 'message:1', changed))).to.equal('seal.broken');
    }
  });

  it('wraps a data key so that only this ring and this key id unwrap it', () => {
    const { dataKey, wrapped } = vault.newKey();
    expect(vault.unwrap(wrapped).key.equals(dataKey.key)).to.equal(true);
    const otherId = vault.newKey().wrapped.id;
    expect(codeOf(() => vault.unwrap({ ...wrapped, id: otherId }))).to.equal('seal.broken');
    const stranger = new Vault(parseKeyring(newKeyring(now)));
    expect(codeOf(() => stranger.unwrap(wrapped))).to.equal('key.missing');
  });

  it('rotates: old keys still unwrap, new ones are wrapped by the new key, and old ones can be dropped', () => {
    const { dataKey, wrapped } = vault.newKey();
    const both = withNewKey(ring, now);
    const rotated = new Vault(parseKeyring(both));
    expect(rotated.unwrap(wrapped).key.equals(dataKey.key)).to.equal(true);
    const rewrapped = rotated.wrap(rotated.unwrap(wrapped));
    expect(rewrapped.kekId).not.to.equal(wrapped.kekId);
    const onlyNew = new Vault(parseKeyring(withoutOldKeys(both)));
    expect(onlyNew.unwrap(rewrapped).key.equals(dataKey.key)).to.equal(true);
    expect(codeOf(() => onlyNew.unwrap(wrapped))).to.equal('key.missing');
    expect(onlyNew.lookup('sender', 'x').equals(vault.lookup('sender', 'x'))).to.equal(true);
  });

  it('looks up by keyed hash: equal for equal values, apart by purpose, different with another ring', () => {
    expect(vault.lookup('sender', 'a').equals(vault.lookup('sender', 'a'))).to.equal(true);
    expect(vault.lookup('sender', 'a').equals(vault.lookup('external-id', 'a'))).to.equal(false);
    const stranger = new Vault(parseKeyring(newKeyring(now)));
    expect(vault.lookup('sender', 'a').equals(stranger.lookup('sender', 'a'))).to.equal(false);
  });

  it('hashes a receipt slowly, equally for equal ones, and never without the pepper', async () => {
    const receipt = receiptFromSecret(12_345n);
    const began = performance.now();
    const hash = await vault.receiptHash(receipt);
    expect(performance.now() - began).to.be.greaterThan(20);
    expect((await vault.receiptHash(receipt)).equals(hash)).to.equal(true);
    const pepperless = { ...parseKeyring(ring), pepper: Buffer.alloc(32) };
    expect((await new Vault(pepperless).receiptHash(receipt)).equals(hash)).to.equal(false);
  });
});

describe('the key ring file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is made at the first start with mode 0600, and read at the second', async () => {
    const path = join(folder, 'keys.json');
    const first = await loadKeyring(path, now);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    const second = await loadKeyring(path, now);
    expect(second.current).to.equal(first.current);
    expect(await readdir(folder)).to.deep.equal(['keys.json']);
  });

  it('is one ring for all processes that start at once', async () => {
    const path = join(folder, 'keys.json');
    const rings = await Promise.all(Array.from({ length: 8 }, () => loadKeyring(path, now)));
    expect(new Set(rings.map((ring) => ring.lookup.toString('hex'))).size).to.equal(1);
    expect(await readdir(folder)).to.deep.equal(['keys.json']);
  });

  it('is replaced in one step: a write that fails half-way leaves the old ring whole', async () => {
    const path = join(folder, 'keys.json');
    await loadKeyring(path, now);
    const before = await readFile(path, 'utf8');
    await writeFile(`${path}.half`, before.slice(0, 40));
    expect((await loadKeyring(path, now)).current).to.equal(parseKeyring(before).current);
    await writeKeyring(path, withNewKey(before, now));
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await loadKeyring(path, now)).keys.size).to.equal(2);
  });

  it('refuses a ring that is damaged, and never makes a new one in its place', async () => {
    const path = join(folder, 'keys.json');
    for (const damaged of ['', '{"current":', JSON.stringify({ current: 'k9', keys: [] })]) {
      await writeFile(path, damaged);
      let failed = false;
      await loadKeyring(path, now).catch(() => {
        failed = true;
      });
      expect(failed, damaged).to.equal(true);
      expect(await readFile(path, 'utf8')).to.equal(damaged);
    }
  });
});

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'uncoded';
  }
  return 'opened';
}
