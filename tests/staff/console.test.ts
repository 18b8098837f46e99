import { expect } from 'chai';
import { TurnDraft } from '../../src/conversations/turn-draft.ts';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { aConsole, anInvited } from './console-world.ts';

const minute = 60_000;
const red = { urgency: 'immediate', reason: 'danger-now' } as const;

describe('the console over HTTP', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof aConsole>>;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from report; delete from staff; delete from staff_event; delete from shift; delete from delivery; delete from staff_setting',
    );
    world = await aConsole(database);
  });
  afterEach(() => world.stop());

  it('shows staff a line with a secret as removed, text and buttons, from the moment it is said', async () => {
    const { browser } = await anInvited(world, ['counsellor'], 'co-hoa');
    const chatId = await world.writes(world.sender(), red);
    const open = await world.conversations.open(chatId, 10);
    if (open === undefined) throw new Error('gone');
    const draft = new TurnDraft(open, world.clock.now);
    const address = 'https://chat.example.org/#k=only-once';
    draft.say({
      message: {
        key: 'private-move.link.say',
        text: `Trang riêng: ${address}`,
        buttons: [{ title: 'Mở trang', value: address, style: 'link' }],
        expects: 'nothing',
      },
      secret: true,
    });
    expect(await world.conversations.commit(draft.toCommit())).to.equal('committed');
    await browser.post('/queue/take-next');
    const { body } = await browser.get(`/chats/${chatId}/transcript`);
    const line = body.entries.find(({ seq }: { seq: number }) => seq === open.lastSeq + 1);
    expect(line.body).to.deep.equal({ kind: 'noted', event: 'secret-removed' });
    expect(JSON.stringify(body)).not.to.include('only-once');
  });

  it('leads from an urgent message to the closed chat', async () => {
    const { browser, id } = await anInvited(world, ['counsellor'], 'co-hoa');
    const sender = world.sender();
    const chatId = await world.writes(sender, red);
    const today = (await browser.get('/today')).body;
    expect(today.queue).to.have.length(1);
    expect(today.queue[0]).to.include({
      chatId,
      urgency: 'immediate',
      reason: 'danger-now',
      channel: 'zalo',
    });
    expect(today.queue[0].pseudonym).to.match(/^\S+ \S+$/u);
    const { epoch } = (await browser.post('/queue/take-next')).body;
    const chat = (await browser.get(`/chats/${chatId}`)).body;
    expect(chat.holder).to.deep.equal({ kind: 'staff', id, name: 'Cô co-hoa', you: true });
    const said = await browser.post(`/chats/${chatId}/messages`, { text: 'Chào em', epoch, clientId: 'a' });
    expect(said.status).to.equal(201);
    expect(
      (await browser.post(`/chats/${chatId}/messages`, { text: 'Chào em', epoch, clientId: 'a' })).body,
    ).to.deep.equal(said.body);
    const lines = (await browser.get(`/chats/${chatId}/transcript`)).body.entries;
    expect(lines.map((line: { author: string }) => line.author)).to.deep.equal([
      'person',
      'system',
      'system',
      'bot',
      'staff',
    ]);
    expect(lines.at(-1)).to.deep.include({ by: { id, name: 'Cô co-hoa' }, delivery: 'waiting' });
    expect(
      (await browser.post(`/chats/${chatId}/close`, { outcome: 'helped', note: 'đã báo xã' })).status,
    ).to.equal(204);
    expect(
      (await browser.post(`/chats/${chatId}/messages`, { text: 'x', epoch, clientId: 'b' })).status,
    ).to.equal(403);
    expect((await browser.get(`/chats/${chatId}/notes`)).body.notes[0]).to.include({
      kind: 'close',
      text: 'đã báo xã',
    });
    expect(world.faults).to.deep.equal([]);
  });

  it('refuses a message that was written for an earlier turn of who speaks', async () => {
    const { browser } = await anInvited(world, ['counsellor', 'supervisor']);
    const chatId = await world.writes(world.sender(), red);
    const { epoch } = (await browser.post('/queue/take-next')).body;
    await browser.post(`/chats/${chatId}/transfer`, { to: 'queue', note: 'nghỉ ca' });
    await browser.post('/queue/take-next');
    expect(
      (await browser.post(`/chats/${chatId}/messages`, { text: 'x', epoch, clientId: 'b' })).body.error.code,
    ).to.equal('stale');
  });

  it('sends only what the holder of this moment said: a line that waited too long is not sent for another', async () => {
    const { browser: one } = await anInvited(world, ['counsellor']);
    const { browser: two } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    const { epoch } = (await one.post('/queue/take-next')).body;
    await one.post(`/chats/${chatId}/messages`, { text: 'x', epoch, clientId: 'b' });
    await one.post(`/chats/${chatId}/transfer`, { to: 'queue', note: '' });
    await two.post('/queue/take-next');
    for (let i = 0; i < 20; i++) {
      const due = await world.outbox.due(new Date(world.clock.now.getTime() + minute), 10);
      for (const sending of due) await world.outbox.record(sending.id, { kind: 'sent' });
    }
    const rows = await world.db
      .selectFrom('outbox')
      .select(['state', 'error_code'])
      .where('conversation_id', '=', chatId)
      .where('state', '=', 'refused')
      .execute();
    expect(rows.every((row) => row.error_code === 'epoch.stale')).to.equal(true);
    expect(rows.length).to.be.at.least(1);
  });

  it('passes a chat to a colleague who accepts, and records each step', async () => {
    const { browser: giver } = await anInvited(world, ['counsellor']);
    const { browser: taker, id } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    await giver.post('/queue/take-next');
    expect((await taker.get(`/chats/${chatId}`)).status, 'not yet offered').to.equal(403);
    await giver.post(`/chats/${chatId}/transfer`, { to: id, note: 'cần người nói giọng địa phương' });
    const { offers } = (await taker.get('/today')).body;
    expect(offers[0]).to.include({ chatId, note: 'cần người nói giọng địa phương' });
    expect((await taker.get(`/chats/${chatId}/transcript`)).status).to.equal(200);
    expect((await taker.post(`/chats/${chatId}/transfer/accept`)).body.epoch).to.be.a('number');
    const actions = (await world.staff.audit.list({ subject: chatId, limit: 50 })).map(
      ({ action }) => action,
    );
    expect(actions).to.deep.equal(['chat.accept-offer', 'transcript.read:1-5', 'chat.offer', 'chat.take']);
  });

  it('lets nobody see a chat they have a conflict of interest with', async () => {
    const { browser } = await anInvited(world, ['counsellor', 'supervisor']);
    const chatId = await world.writes(world.sender(), red);
    await browser.post('/queue/take-next');
    expect((await browser.post(`/chats/${chatId}/conflict`, { reason: 'cháu tôi' })).status).to.equal(204);
    expect((await browser.get(`/chats/${chatId}`)).status).to.equal(404);
    expect((await browser.get('/today')).body.queue).to.deep.equal([]);
    expect((await browser.post('/queue/take-next')).body.error.code).to.equal('nothing-waiting');
  });

  it('keeps the rules of safe contact, and says which', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    const { epoch } = (await browser.post('/queue/take-next')).body;
    const window = { from: '16:30', to: '17:30' };
    expect(
      (await browser.put(`/chats/${chatId}/contact`, { window, never: false, stopWord: 'thời tiết' })).status,
    ).to.equal(204);
    expect((await browser.get(`/chats/${chatId}`)).body.safeContact).to.deep.equal({
      window,
      never: false,
      stopWord: 'thời tiết',
    });
    const say = (clientId: string) =>
      browser.post(`/chats/${chatId}/messages`, { text: 'x', epoch, clientId });
    expect((await say('now')).status, 'the person is here').to.equal(201);
    const hour = new Date(world.clock.now.getTime() + 7 * 3_600_000).getUTCHours();
    world.later(((16 - hour + 24) % 24 || 24) * 60 * minute - world.clock.now.getUTCMinutes() * minute);
    const other = world.browser();
    await other.post('/sign-in', {
      username: (await world.accounts.list())[0]?.username ?? '',
      password: 'mật khẩu rất dài',
    });
    const late = (clientId: string) =>
      other.post(`/chats/${chatId}/messages`, { text: 'x', epoch, clientId });
    expect((await late('16:00')).body.error).to.deep.equal({ code: 'unsafe-time', message: '16:30-17:30' });
    world.later(45 * minute);
    await other.post('/sign-in', {
      username: (await world.accounts.list())[0]?.username ?? '',
      password: 'mật khẩu rất dài',
    });
    expect((await late('16:45')).status).to.equal(201);
  });

  it('marks words of danger in what the person wrote, and audits the reading', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    await browser.post('/queue/take-next');
    const [line] = (await browser.get(`/chats/${chatId}/transcript?limit=1`)).body.entries;
    expect(line.signs).to.deep.equal([]);
    expect((await browser.get(`/chats/${chatId}/transcript?after=99`)).body.entries).to.deep.equal([]);
    const actions = (await world.staff.audit.list({ subject: chatId, limit: 9 })).map(({ action }) => action);
    expect(actions).to.deep.equal(['transcript.read:1-1', 'chat.take']);
  });

  it('lets a supervisor assign, look in silently and whisper', async () => {
    const { browser: boss } = await anInvited(world, ['supervisor']);
    const { browser: worker, id } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    const [{ handoffId }] = (await boss.get('/today')).body.queue;
    expect((await worker.post(`/queue/${handoffId}/assign`, { memberId: id, reason: 'x' })).status).to.equal(
      403,
    );
    expect(
      (await boss.post(`/queue/${handoffId}/assign`, { memberId: id, reason: 'quen giọng' })).status,
    ).to.equal(200);
    expect((await boss.get(`/chats/${chatId}/transcript`)).status).to.equal(200);
    await boss.post(`/chats/${chatId}/whisper`, { text: 'hỏi xem em có ở một mình không' });
    expect((await worker.get(`/chats/${chatId}/notes`)).body.notes.at(-1)).to.include({ kind: 'whisper' });
    const { members } = (await boss.get('/team')).body;
    expect(members.find((each: { id: string }) => each.id === id)).to.deep.include({
      chatIds: [chatId],
      chats: 1,
    });
  });

  it('keeps roster, hours, canned replies, blocks and hand-over notes', async () => {
    const { browser, id } = await anInvited(world, ['supervisor']);
    const span = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z' };
    const shift = {
      memberId: id,
      startsAt: '2026-03-04T00:00:00.000Z',
      endsAt: '2026-03-04T05:00:00.000Z',
      duty: 'first',
    };
    expect((await browser.put('/roster', { ...span, shifts: [shift] })).status).to.equal(204);
    expect((await browser.get(`/roster?from=${span.from}&to=${span.to}`)).body.shifts[0]).to.include(shift);
    expect(
      (await browser.put('/roster', { ...span, shifts: [{ ...shift, endsAt: shift.startsAt }] })).status,
    ).to.equal(400);
    const hours = (await browser.get('/hours')).body;
    expect(
      (await browser.put('/hours', { ...hours, weekly: { ...hours.weekly, saturday: ['08:00-12:00'] } }))
        .status,
    ).to.equal(204);
    expect((await browser.get('/hours')).body.weekly.saturday).to.deep.equal(['08:00-12:00']);
    expect(
      (await browser.put('/hours', { ...hours, holidays: { 2029: [] } })).status,
      'a year without Tết',
    ).to.equal(400);
    const reply = { id: 'thu', locale: 'vi', title: 'Thử', text: 'Chào {you}' };
    expect((await browser.put('/canned/thu', reply)).status).to.equal(200);
    expect((await browser.get('/canned')).body.replies).to.deep.include(reply);
    const chatId = await world.writes(world.sender(), red);
    const until = new Date(world.clock.now.getTime() + minute).toISOString();
    await browser.post(`/chats/${chatId}/block`, { until, reason: 'quấy rối' });
    expect((await browser.get('/blocks')).body.blocks[0]).to.include({ chatId, reason: 'quấy rối' });
    world.later(2 * minute);
    expect((await browser.get('/blocks')).body.blocks).to.deep.equal([]);
    await browser.post('/shift-notes', { text: 'còn một em chờ gọi lại' });
    expect((await browser.get('/shift-notes')).body.notes[0]).to.include({ text: 'còn một em chờ gọi lại' });
  });

  it('answers bad input with a sentence and nothing half done', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    await browser.post('/queue/take-next');
    const bad = (body: object) => browser.post(`/chats/${chatId}/messages`, body);
    expect((await bad({ text: '', epoch: 1, clientId: 'x' })).status).to.equal(400);
    expect((await bad({ text: 'x'.repeat(2001), epoch: 1, clientId: 'x' })).body.error.code).to.equal(
      'too-long',
    );
    expect((await bad({ text: 'x', epoch: 1, clientId: 'x', extra: 1 })).body.error.message).not.to.include(
      'extra:',
    );
    expect((await browser.get('/chats/not-an-id')).status).to.equal(404);
    expect((await browser.get('/chats/00000000-0000-4000-8000-000000000000')).status).to.equal(404);
    expect((await browser.get(`/chats/${chatId}/transcript?limit=9999`)).status).to.equal(400);
  });
});
