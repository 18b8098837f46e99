import { expect } from 'chai';
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
