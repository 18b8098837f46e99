import { expect } from 'chai';
import { StaffId } from '../../src/domain/ids.ts';
import { Role } from '../../src/domain/staff.ts';
import { type Actor, can, type Subject, type Verdict } from '../../src/staff/can.ts';
import { loadStaffContent } from '../../src/staff/load.ts';
import { checkPermissions, Permissions } from '../../src/staff/permissions.ts';

const { permissions: rules } = await loadStaffContent('dialogs');
const me = StaffId.parse('11111111-1111-4111-8111-111111111111');
const other = StaffId.parse('22222222-2222-4222-8222-222222222222');
const now = new Date('2026-03-04T02:00:00Z');
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

function actor(role: Role, more: Partial<Actor> = {}): Actor {
  return {
    member: { id: me, roles: [role], active: true },
    confirmedAt: now,
    secondFactor: false,
    onShift: false,
    now,
    ...more,
  };
}

/** c counsellor, s supervisor, a analyst, m administrator; in the relation that most allows. */
const table: Readonly<Record<string, string>> = {
  'me.manage': 'csam',
  'me.confirm': 'csam',
  'desk.view': 'cs',
  'desk.presence': 'cs',
  'queue.take': 'cs',
  'queue.assign': 's',
  'chat.view': 'cs',
  'chat.original': 'cs',
  'chat.speak': 'cs',
  'chat.note': 'cs',
  'chat.whisper': 's',
  'chat.take-offer': 'cs',
  'chat.conflict': 'cs',
  'chat.urgency': 'cs',
  'chat.block': 's',
  'canned.view': 'cs',
  'canned.manage': 's',
  'report.list': 'cs',
  'report.view': 'cs',
  'report.original': 'cs',
  'report.change': 'cs',
  'report.answer': 'cs',
  'report.exclude': 's',
  'report.export': 'sa',
  'retold.add': 'cs',
  'retold.review': 's',
  'rating.view': 'sa',
  'team.view': 's',
  'team.roster': 'cs',
  'team.manage': 's',
  'shift-note.write': 'cs',
  'staff.list': 'sm',
  'staff.manage': 'm',
  'audit.view': 'sm',
};
const letter: Readonly<Record<Role, string>> = {
  counsellor: 'c',
  supervisor: 's',
  analyst: 'a',
  administrator: 'm',
};
const mine: Subject = { holder: me, offeredTo: me, member: me, handledAt: ago(5) };

describe('permissions', () => {
  it('has a row in this table for every rule', () => {
    expect(Object.keys(table).toSorted()).to.deep.equal(Object.keys(rules.permissions).toSorted());
  });

  for (const [action, who] of Object.entries(table)) {
    for (const role of Role.options) {
      const allowed = who.includes(letter[role]);
      it(`${allowed ? 'lets' : 'does not let'} a ${role} do ${action}`, () => {
        expect(can(rules, actor(role), action, mine)).to.equal(allowed ? 'yes' : 'no');
        expect(can(rules, actor(role), action, { ...mine, excluded: [me] })).to.equal('excluded');
        expect(
          can(rules, actor(role, { member: { id: me, roles: [role], active: false } }), action, mine),
        ).to.equal('no');
      });
    }
  }

  const relations: readonly (readonly [string, Role, string, Subject, Verdict])[] = [
    ['a chat of a colleague', 'counsellor', 'chat.view', { holder: other }, 'no'],
    ['a chat in the queue', 'counsellor', 'chat.view', { holder: null, waiting: true }, 'no'],
    ['a chat held an hour ago', 'counsellor', 'chat.view', { holder: other, handledAt: ago(60) }, 'yes'],
    ['a chat held 25 hours ago', 'counsellor', 'chat.view', { holder: other, handledAt: ago(25 * 60) }, 'no'],
    ['any chat', 'supervisor', 'chat.view', { holder: other }, 'yes'],
    ['a file of a colleague’s chat', 'counsellor', 'chat.original', { holder: other }, 'no'],
    ['to speak in a colleague’s chat', 'supervisor', 'chat.speak', { holder: other }, 'no'],
    [
      'to speak in a chat held before',
      'counsellor',
      'chat.speak',
      { holder: other, handledAt: ago(1) },
      'no',
    ],
    [
      'to accept what was offered to someone else',
      'counsellor',
      'chat.take-offer',
      { offeredTo: other },
      'no',
    ],
  ];
  for (const [what, role, action, subject, verdict] of relations) {
    it(`answers ${verdict} to a ${role} who asks for ${what}`, () => {
      expect(can(rules, actor(role), action, subject)).to.equal(verdict);
    });
  }

  it('asks to confirm where that is all that lacks, and refuses where more does', () => {
    const late = { confirmedAt: ago(6) };
    expect(can(rules, actor('administrator', late), 'staff.manage')).to.equal('confirm-first');
    expect(can(rules, actor('counsellor', late), 'staff.manage')).to.equal('no');
    expect(can(rules, actor('administrator', { confirmedAt: ago(4) }), 'staff.manage')).to.equal('yes');
  });

  it('refuses what is not written', () => {
    expect(can(rules, actor('administrator'), 'reports.export-everything')).to.equal('no');
  });

  it('does not start with a route without a rule, nor with a rule without a route', () => {
    expect(
      checkPermissions(rules, [...Object.keys(rules.permissions), 'session.open', 'case.view']),
    ).to.deep.equal(['permissions.yaml: no rule for case.view, which a route needs']);
    expect(checkPermissions(rules, Object.keys(rules.permissions))).to.deep.equal([
      'permissions.yaml: session.open is used by no route',
    ]);
  });

  it('names a condition it does not know', () => {
    const bad = Permissions.safeParse({ open: [], permissions: { 'a.b': { any: [['role boss']] } } });
    expect(bad.error?.issues[0]?.message).to.include('"role boss" is no condition');
  });
});
