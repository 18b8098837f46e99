import { expect } from 'chai';
import { dueCall, legalClock, safetyClock } from '../../../src/conversations/handoff/clocks.ts';
import { Hours, openState, withinDaily } from '../../../src/conversations/handoff/hours.ts';
import { leaseEnd } from '../../../src/conversations/handoff/lease.ts';
import { orderFor, type Waiter } from '../../../src/conversations/handoff/queue.ts';
import { ConversationId, HandoffId, StaffId } from '../../../src/domain/ids.ts';
import { outsideDesk } from '../../../src/domain/staff.ts';
import { lunarDay } from '../../../src/flows/dates/lunar.ts';
import { loadStaffContent } from '../../../src/staff/load.ts';

const { clocks, hours } = await loadStaffContent('dialogs');
const at = (text: string): Date => new Date(`${text}+07:00`);
const start = at('2026-03-04T09:00:00');
const plus = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const me = StaffId.parse('11111111-1111-4111-8111-111111111111');

describe('the safety clock', () => {
  const waiting = { urgency: 'immediate', since: start, step: 0 } as const;

  it('calls in steps, and the last step again and again', () => {
    const called: string[] = [];
    let step = 0;
    for (let second = 0; second <= 1200; second++) {
      const due = dueCall(clocks, { ...waiting, step }, plus(second));
      if (due === undefined) continue;
      called.push(`${second}:${due.call}${due.tell ? '!' : ''}`);
      step = due.step;
    }
    expect(called).to.deep.equal([
      '0:present',
      '60:shift!',
      '120:first',
      '300:second!',
      '600:second',
      '900:second',
      '1200:second',
    ]);
  });

  it('says when the next call comes and when a person is late', () => {
    expect(safetyClock(clocks, { ...waiting, step: 1 }, plus(30))).to.deep.equal({
      step: 1,
      nextAt: plus(60),
      late: false,
    });
    expect(safetyClock(clocks, { ...waiting, step: 2 }, plus(70))).to.deep.equal({
      step: 2,
      nextAt: plus(120),
      late: true,
    });
  });
});

describe('the legal clock', () => {
  it('runs for twelve hours from first reception', () => {
    const state = (hour: number) => legalClock(clocks, start, plus(hour * 3600)).state;
    expect([0, 9.9, 10, 11.9, 12].map(state)).to.deep.equal(['running', 'running', 'soon', 'soon', 'over']);
  });
});

describe('leases', () => {
  const facts = {
    staffId: me,
    urgency: 'immediate',
    heldSince: start,
    lastSeenAt: plus(600),
    lastSpokeAt: null,
    unansweredSince: null,
  } as const;

  it('end when nobody is there, or when the person waits for an answer too long', () => {
    expect(leaseEnd(clocks.lease, facts, plus(600))).to.equal(undefined);
    expect(leaseEnd(clocks.lease, facts, plus(690))).to.equal('presence');
    expect(leaseEnd(clocks.lease, { ...facts, unansweredSince: plus(500) }, plus(619))).to.equal(undefined);
    expect(leaseEnd(clocks.lease, { ...facts, unansweredSince: plus(500) }, plus(620))).to.equal('silence');
  });

  it('give a new holder their own time for what was unanswered before', () => {
    expect(
      leaseEnd(clocks.lease, { ...facts, heldSince: plus(550), unansweredSince: plus(0) }, plus(600)),
    ).to.equal(undefined);
  });

  it('of whoever answers in the platform’s own inbox end with their silence alone', () => {
    const outside = { ...facts, staffId: outsideDesk, lastSeenAt: null };
    expect(leaseEnd(clocks.lease, outside, plus(29 * 60))).to.equal(undefined);
    expect(leaseEnd(clocks.lease, outside, plus(30 * 60))).to.equal('silence');
  });
});

describe('the queue', () => {
  const waiter = (n: number, more: Partial<Waiter>): Waiter => ({
    handoffId: HandoffId.parse(`00000000-0000-4000-8000-00000000000${n}`),
    conversationId: ConversationId.parse(`00000000-0000-4000-9000-00000000000${n}`),
    urgency: 'soon',
    waitingSince: start,
    skills: [],
    excluded: [],
    ...more,
  });
  const order = (waiters: readonly Waiter[], now: Date, skills: readonly 'sexual-abuse'[] = []) =>
    orderFor(waiters, { id: me, skills }, { now, patience: clocks.skills }).map(({ handoffId }) =>
      Number(handoffId.at(-1)),
    );

  it('serves by urgency, then by waiting time', () => {
    const waiters = [
      waiter(1, { waitingSince: plus(5) }),
      waiter(2, {}),
      waiter(3, { urgency: 'immediate', waitingSince: plus(9) }),
      waiter(4, { urgency: 'urgent' }),
    ];
    expect(order(waiters, plus(10))).to.deep.equal([3, 4, 2, 1]);
  });

  it('prefers who fits one’s skills, but lets nobody wait for that longer than two minutes, and never in danger', () => {
    const waiters = [waiter(1, { skills: ['sexual-abuse'] }), waiter(2, { waitingSince: plus(10) })];
    expect(order(waiters, plus(60))).to.deep.equal([2, 1]);
    expect(order(waiters, plus(60), ['sexual-abuse'])).to.deep.equal([1, 2]);
    expect(order(waiters, plus(121))).to.deep.equal([1, 2]);
    const red = waiters.map((each) => ({ ...each, urgency: 'immediate' as const }));
    expect(order(red, plus(60))).to.deep.equal([1, 2]);
  });

  it('leaves out whom the worker is related to', () => {
    expect(order([waiter(1, { excluded: [me] })], plus(1))).to.deep.equal([]);
  });
});

describe('opening hours', () => {
  const cases: readonly (readonly [string, 'open' | 'closed', string])[] = [
    ['2026-03-04T07:29:59', 'closed', '2026-03-04T07:30:00'],
    ['2026-03-04T07:30:00', 'open', '2026-03-04T11:30:00'],
    ['2026-03-04T12:00:00', 'closed', '2026-03-04T13:30:00'],
    ['2026-03-06T17:00:00', 'closed', '2026-03-09T07:30:00'],
    ['2026-02-17T09:00:00', 'closed', '2026-02-23T07:30:00'],
    ['2026-09-02T10:00:00', 'closed', '2026-09-03T07:30:00'],
  ];
  for (const [when, state, changes] of cases) {
    it(`${when} is ${state} until ${changes}`, () => {
      const found = openState(hours, at(when));
      expect(found.state).to.equal(state);
      expect(state === 'open' ? found.closesAt : found.opensAt).to.deep.equal(at(changes));
    });
  }

  it('names the holiday', () => {
    expect(openState(hours, at('2027-02-06T09:00:00')).holiday).to.equal('Tết Nguyên đán');
  });

  it('has the lunar holidays of each year it lists on their days', () => {
    for (const [year, days] of Object.entries(hours.holidays)) {
      const first = lunarDay(Number(year), 1, 1) ?? '';
      const tet = days.find((each) => each.tet === true);
      expect(tet !== undefined && tet.from < first && first <= tet.to, year).to.equal(true);
      const kings = lunarDay(Number(year), 3, 10) ?? '';
      expect(
        days.some(({ name, from, to }) => name.startsWith('Giỗ Tổ') && from <= kings && kings <= to),
        `${year} ${kings}`,
      ).to.equal(true);
    }
  });

  it('refuses a year without Tết', () => {
    expect(Hours.safeParse({ ...hours, holidays: { 2030: [] } }).success).to.equal(false);
  });

  it('takes a daily window that crosses midnight', () => {
    const window = { from: '22:00', to: '06:00' };
    expect(
      ['21:59', '22:00', '05:59', '06:00'].map((clock) => withinDaily(window, at(`2026-03-04T${clock}:00`))),
    ).to.deep.equal([false, true, true, false]);
  });
});
