import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { ReportId, StaffId } from '../../src/domain/ids.ts';
import { receiptFromSecret } from '../../src/domain/receipt.ts';
import type { Report } from '../../src/domain/report.ts';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { writeReport } from '../../src/storage/postgres/reports.ts';
import { aConsole, anInvited } from './console-world.ts';

const receipt = receiptFromSecret(12_345_678_901_234n);

describe('reports in the console', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof aConsole>>;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from report; delete from staff; delete from staff_event',
    );
    world = await aConsole(database);
  });
  afterEach(() => world.stop());

  const aReport = async (more: Partial<Report> = {}): Promise<ReportId> => {
    const id = ReportId.parse(randomUUID());
    const { now } = world.clock;
    const unit = { vintage: 2025 as const, code: '11983' };
    const answers = {
      place: {
        kind: 'place',
        said: 'xã tôi',
        found: { kind: 'unit', unit: { vintage: 2022, code: '12103' }, now: [unit] },
      },
      child_gender: { kind: 'choice', said: 'nữ', value: 'girl' },
      story: { kind: 'text', said: 'chuyện được kể' },
    } as const;
    const report: Report = {
      id,
      state: 'submitted',
      urgency: 'urgent',
      redUnfinished: false,
      flow: 'report',
      flowHash: 'h',
      firstReceivedAt: now,
      updatedAt: now,
      submittedAt: now,
      version: 1,
      content: { answers, additions: [], staffAnswers: [] },
      ...more,
    };
    const receiptHash = more.id === undefined ? await world.staff.reports.hashReceipt(receipt) : undefined;
    await world.db.transaction().execute((tx) =>
      writeReport(tx, world.vault, {
        report,
        expected: 0,
        ...(receiptHash === undefined || more.urgency !== undefined ? {} : { receiptHash }),
      }),
    );
    return id;
  };

  it('are listed, filtered and found by place, field and receipt', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const id = await aReport();
    const other = await aReport({
      urgency: 'soon',
      state: 'draft',
      redUnfinished: true,
      content: { answers: {}, additions: [], staffAnswers: [] },
    });
    await world.console.sweep();
    const ids = async (query: string): Promise<string[]> =>
      (await browser.get(`/reports${query}`)).body.reports.map((each: { id: string }) => each.id);
    expect((await ids('')).toSorted()).to.deep.equal([id, other].toSorted());
    expect(await ids('?state=draft&unfinished=1')).to.deep.equal([other]);
    expect(await ids('?urgency=urgent')).to.deep.equal([id]);
    expect(await ids('?place=2025:11983'), 'the unit of now').to.deep.equal([id]);
    expect(await ids('?place=2022:12103'), 'the unit of then').to.deep.equal([id]);
    expect(await ids('?place=2022:11983')).to.deep.equal([]);
    expect(await ids('?field=child_gender:girl')).to.deep.equal([id]);
    expect((await browser.get('/reports?nonsense=1')).status).to.equal(400);
    const found = await browser.post('/reports/find', {
      receipt: `${receipt.slice(0, 4)} ${receipt.slice(4)}`,
    });
    expect(found.body.reports[0]).to.include({ id });
    expect((await browser.post('/reports/find', { receipt: '1234' })).body.reports).to.deep.equal([]);
  });

  it('are read with an entry in the audit, changed once, and answered', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const id = await aReport();
    const report = (await browser.get(`/reports/${id}`)).body;
    expect(report.answers.story.said).to.equal('chuyện được kể');
    const state = { state: 'received', reason: 'đã đọc', version: report.version };
    expect((await browser.post(`/reports/${id}/state`, state)).body).to.deep.equal({ version: 2 });
    expect((await browser.post(`/reports/${id}/state`, state)).body.error.code).to.equal('moved-on');
    expect(
      (await browser.post(`/reports/${id}/answers`, { text: 'Cô chú đã nhận được tin.', version: 2 })).body,
    ).to.deep.equal({ version: 3 });
    const { events } = (await browser.get(`/reports/${id}/timeline`)).body;
    expect(events.map(({ what }: { what: string }) => what)).to.include.members([
      'received-first',
      'submitted',
      'report.read',
      'report.state:received',
      'report.answer',
    ]);
    expect((await world.staff.reports.open(id))?.content.staffAnswers[0]?.text).to.equal(
      'Cô chú đã nhận được tin.',
    );
  });

  it('are hidden from who has a conflict of interest', async () => {
    const { browser: boss } = await anInvited(world, ['supervisor']);
    const { browser, id: member } = await anInvited(world, ['counsellor']);
    const id = await aReport();
    expect((await browser.post(`/reports/${id}/exclude`, { memberId: member, reason: 'x' })).status).to.equal(
      403,
    );
    expect(
      (await boss.post(`/reports/${id}/exclude`, { memberId: member, reason: 'họ hàng' })).status,
    ).to.equal(204);
    expect((await browser.get(`/reports/${id}`)).status).to.equal(404);
    expect((await browser.get('/reports')).body.reports).to.deep.equal([]);
    expect((await browser.post('/reports/find', { receipt })).body.reports).to.deep.equal([]);
  });

  it('warn when the twelve hours of the law run out', async () => {
    const id = await aReport();
    const legal = async () =>
      (
        await world.db
          .selectFrom('staff_event')
          .select('body')
          .where('kind', '=', 'legal')
          .orderBy('id')
          .execute()
      ).map(({ body }) => JSON.parse(body));
    for (const hours of [9, 1.5, 0.1, 2]) {
      world.later(hours * 3_600_000);
      await world.console.sweep();
    }
    expect(await legal()).to.deep.equal([
      { reportId: id, state: 'soon' },
      { reportId: id, state: 'over' },
    ]);
  });

  describe('as a table for statistics', () => {
    const day = () => new Date(world.clock.now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
    const tomorrow = () => new Date(world.clock.now.getTime() + 31 * 3_600_000).toISOString().slice(0, 10);
    const fetched = async (browser: Awaited<ReturnType<typeof anInvited>>['browser'], body: object) => {
      const response = await fetch(`${world.origin}/console/api/reports/export`, {
        method: 'POST',
        headers: {
          'x-console': '1',
          origin: world.origin,
          cookie: browser.cookie(),
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const wanted = () => ({ from: day(), to: tomorrow(), reason: 'báo cáo tháng' });

    it('leave with days, states and urgency, and with nothing that anyone wrote', async () => {
      const { browser, id: me } = await anInvited(world, ['supervisor']);
      const id = await aReport();
      await aReport({ state: 'draft', submittedAt: null, urgency: 'immediate', redUnfinished: true });
      const { status, headers, text } = await fetched(browser, wanted());
      expect(status).to.equal(200);
      expect(headers.get('content-type')).to.include('text/csv');
      expect(headers.get('content-disposition')).to.include('attachment');
      expect(headers.get('cache-control')).to.include('no-store');
      const lines = text.trim().split('\r\n');
      expect(lines[0]).to.equal('received_on,submitted_on,state,urgency,red_unfinished');
      expect(lines.slice(1).toSorted()).to.deep.equal([
        `${day()},,draft,immediate,yes`,
        `${day()},${day()},submitted,urgent,no`,
      ]);
      expect(text).not.to.include('chuyện được kể').and.not.include(id);
      const entry = (await world.staff.audit.list({ by: me, limit: 1 }))[0];
      expect(entry).to.deep.include({
        action: `report.export:${day()}_${tomorrow()}`,
        reason: 'báo cáo tháng',
        subject: { kind: 'desk', id: 'reports' },
      });
    });

    it('may bring answers that were chosen from a list, never those that were written', async () => {
      const { browser } = await anInvited(world, ['analyst']);
      await aReport();
      const { text } = await fetched(browser, { ...wanted(), fields: ['child_gender', 'story', 'place'] });
      expect(text.trim().split('\r\n')[1]).to.equal(`${day()},${day()},submitted,urgent,no,girl,,`);
    });

    it('need a reason, a span, and that the member has just shown who they are', async () => {
      const { browser } = await anInvited(world, ['supervisor']);
      expect((await fetched(browser, { from: day(), to: tomorrow() })).status).to.equal(400);
      expect((await fetched(browser, { ...wanted(), to: day() })).status).to.equal(400);
      world.later(6 * 60_000);
      const late = await fetched(browser, wanted());
      expect([late.status, JSON.parse(late.text).error.code]).to.deep.equal([403, 'confirm-first']);
      await browser.post('/confirm', { password: 'mật khẩu rất dài' });
      expect((await fetched(browser, wanted())).status).to.equal(200);
    });

    it('are refused to counsellors and administrators, and leave out what the member must not see', async () => {
      for (const role of ['counsellor', 'administrator']) {
        const { browser } = await anInvited(world, [role]);
        expect((await fetched(browser, wanted())).status, role).to.equal(403);
      }
      const { browser, id: me } = await anInvited(world, ['supervisor']);
      const id = await aReport();
      const who = { member: StaffId.parse(me), by: StaffId.parse(me), at: world.clock.now };
      await world.staff.reportDesk.exclude(id, who);
      expect((await fetched(browser, wanted())).text.trim().split('\r\n')).to.have.length(1);
    });
  });
});
