import { expect } from 'chai';
import type { NewAudit } from '../../src/domain/audit.ts';
import { StaffId } from '../../src/domain/ids.ts';
import { auditLog } from '../../src/storage/postgres/audit.ts';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { newKeyring, parseKeyring } from '../../src/storage/vault/keyring.ts';
import { Vault } from '../../src/storage/vault/vault.ts';

const by = StaffId.parse('11111111-1111-4111-8111-111111111111');

describe('the audit', () => {
  let database: Database;
  let log: ReturnType<typeof auditLog>;
  const entry = (action: string) => ({
    at: new Date('2026-03-04T02:00:00Z'),
    by,
    action,
    subject: { kind: 'report' as const, id: 'r1' },
  });
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'alter table audit disable trigger audit_append_only; delete from audit; alter table audit enable trigger audit_append_only',
    );
    log = auditLog(database.db, new Vault(parseKeyring(newKeyring(new Date()))));
  });
  /** As someone with the database's own password could. */
  const tamper = (statement: string) =>
    database.executeSql(
      `alter table audit disable trigger audit_append_only; ${statement}; alter table audit enable trigger audit_append_only`,
    );
  const refused = async (statement: string) =>
    database.executeSql(statement).then(
      () => 'taken',
      (error: Error) => error.message,
    );

  it('is a chain that verifies, also when many write at once', async () => {
    await Promise.all([...Array(30).keys()].map((n) => log.append([entry(`a${n}`), entry(`b${n}`)])));
    const check = await log.verify();
    expect(check).to.include({ ok: true, entries: 60, brokenAt: null });
    expect(await log.hashAt(60)).to.equal(check.head);
  });

  describe('of reads in quick succession', () => {
    const began = new Date('2026-03-04T02:00:00Z');
    const at = (seconds: number) => new Date(began.getTime() + seconds * 1000);
    const reads = (seconds: number, action = 'chat.read', more: Partial<NewAudit> = {}) =>
      log.read({ ...entry(action), at: at(seconds), ...more });
    const all = async () =>
      (await log.list({ limit: 50 })).map(({ action, times }) => [action, times ?? 1]).toReversed();
    beforeEach(() => database.executeSql('delete from audit_reading'));

    it('holds the first at once and the others as one entry with their number', async () => {
      for (let n = 0; n < 10; n++) await reads(n * 20);
      expect(await all()).to.deep.equal([['chat.read', 1]]);
      await log.closeReads(at(299));
      expect(await all()).to.have.length(1);
      await log.closeReads(at(301));
      expect(await all()).to.deep.equal([
        ['chat.read', 1],
        ['chat.read', 9],
      ]);
      expect((await log.list({ limit: 1 }))[0]?.at).to.deep.equal(at(180));
      await log.closeReads(at(900));
      expect(await log.verify()).to.include({ ok: true, entries: 2 });
    });

    it('tells which lines of a transcript were read', async () => {
      await reads(0, 'transcript.read:1-20');
      await reads(5, 'transcript.read:21-22');
      await reads(9, 'transcript.read:23-31');
      await reads(400, 'transcript.read:32-32');
      expect(await all()).to.deep.equal([
        ['transcript.read:1-20', 1],
        ['transcript.read:21-31', 2],
        ['transcript.read:32-32', 1],
      ]);
    });

    it('keeps members, subjects and actions apart, and begins anew after five minutes', async () => {
      const other = StaffId.parse('22222222-2222-4222-8222-222222222222');
      await reads(0);
      await reads(1, 'chat.read', { by: other });
      await reads(2, 'chat.read', { subject: { kind: 'report', id: 'r2' } });
      await reads(3, 'notes.read');
      await reads(301);
      expect(await all()).to.have.length(5);
    });

    it('counts each of many at once, and shows a changed number', async () => {
      await Promise.all([...Array(20).keys()].map((n) => reads(n)));
      await log.closeReads(at(600));
      const counted = await all();
      expect(counted.reduce((sum, [, times]) => sum + Number(times), 0)).to.equal(20);
      expect((await log.verify()).ok).to.equal(true);
      await tamper('update audit set times = times + 1 where times > 1');
      expect((await log.verify()).ok).to.equal(false);
    });
  });

  it('takes no change and no removal', async () => {
    await log.append([entry('report.read')]);
    for (const statement of [`update audit set action = 'x'`, 'delete from audit', 'truncate audit']) {
      expect(await refused(statement)).to.include('append-only');
    }
  });

  const tamperings: readonly (readonly [string, string, number])[] = [
    ['a changed action', `update audit set action = 'x' where id = 3`, 3],
    ['a changed member', `update audit set staff_id = null where id = 2`, 2],
    ['a changed time', `update audit set at = at + interval '1 second' where id = 5`, 5],
    ['a removed entry', 'delete from audit where id = 4', 4],
    ['a renumbered gap', 'delete from audit where id = 4; update audit set id = id - 1 where id > 4', 4],
    [
      'two swapped entries',
      'update audit set id = 100 where id = 2; update audit set id = 2 where id = 3; update audit set id = 3 where id = 100',
      2,
    ],
    [
      'an inserted entry',
      `insert into audit select 7, at, staff_id, action, subject_kind, subject_id, reason, hash from audit where id = 6`,
      7,
    ],
  ];
  for (const [what, statement, at] of tamperings) {
    it(`finds ${what}`, async () => {
      for (let n = 1; n <= 6; n++) await log.append([entry(`a${n}`)]);
      await tamper(statement);
      expect(await log.verify()).to.include({ ok: false, brokenAt: at });
    });
  }

  it('tells an end that was cut off by the head that was written down', async () => {
    for (let n = 1; n <= 6; n++) await log.append([entry(`a${n}`)]);
    const { head } = await log.verify();
    await tamper('delete from audit where id = 6');
    expect((await log.verify()).ok).to.equal(true);
    expect(await log.hashAt(6)).not.to.equal(head);
  });
});
