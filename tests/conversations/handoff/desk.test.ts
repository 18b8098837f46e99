import { expect } from 'chai';
import { desk } from '../../../src/conversations/handoff/desk.ts';
import { tick } from '../../../src/conversations/handoff/tick.ts';
import { transfers } from '../../../src/conversations/handoff/transfer.ts';
import { type Database, openDatabase } from '../../../src/storage/postgres/database.ts';
import { aDesk } from './world.ts';

const second = 1000;
const minute = 60 * second;

describe('the desk', () => {
  let database: Database;
  let world: ReturnType<typeof aDesk>;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from staff; delete from delivery; delete from staff_event',
    );
    world = aDesk(database);
  });

  const keysOf = async (id: Parameters<typeof world.conversations.transcript>[0]) =>
    (await world.conversations.transcript(id, 0, 500)).flatMap(({ body }) =>
      body.kind === 'replied' ? [body.message.key] : [],
    );
  const urgent = { urgency: 'immediate', reason: 'danger-now' } as const;
  const soon = { urgency: 'soon', reason: 'asked-for-person' } as const;

  it('gives the most urgent person first, then who has waited longest', async () => {
    const me = await world.member();
    const first = await world.writes(world.sender(), soon);
    world.later(second);
    await world.writes(world.sender(), soon);
    world.later(second);
    const red = await world.writes(world.sender(), urgent);
    const took = await desk(world.parts).takeNext(me);
    expect(took).to.include({ kind: 'done', conversationId: red });
    expect(await desk(world.parts).takeNext(me)).to.include({ conversationId: first });
    expect(await keysOf(red)).to.include('bot.staff-joined');
  });

  it('lets one of two win who take the same chat at once', async () => {
    const [one, two] = [await world.member(), await world.member()];
    await world.writes(world.sender(), urgent);
    const results = await Promise.all([desk(world.parts).takeNext(one), desk(world.parts).takeNext(two)]);
    expect(results.map(({ kind }) => kind).toSorted()).to.deep.equal(['done', 'refused']);
  });

  it('says a message once however often the browser repeats it', async () => {
    const me = await world.member();
    const id = await world.writes(world.sender(), urgent);
    const took = await desk(world.parts).takeNext(me);
    if (took.kind !== 'done') throw new Error(took.why);
    const words = { by: me, text: 'Chào em', epoch: took.epoch, clientId: 'c1' };
    const once = await desk(world.parts).say(id, words);
    const again = await Promise.all([desk(world.parts).say(id, words), desk(world.parts).say(id, words)]);
    expect(again.map((each) => each.kind === 'done' && each.seq)).to.deep.equal([
      once.kind === 'done' && once.seq,
      once.kind === 'done' && once.seq,
    ]);
    expect((await keysOf(id)).filter((key) => key === 'staff')).to.have.length(1);
  });

  it('keeps the giver speaking until a transfer is accepted, and refuses them afterwards', async () => {
    const [giver, taker] = [await world.member(), await world.member()];
    const id = await world.writes(world.sender(), urgent);
    const took = await desk(world.parts).takeNext(giver);
    if (took.kind !== 'done') throw new Error(took.why);
    const words = { by: giver, text: 'x', epoch: took.epoch };
    await transfers(world.parts).offer(id, { by: giver, to: taker, note: 'em nhỏ, cần người quen việc' });
    expect((await desk(world.parts).say(id, { ...words, clientId: 'a' })).kind).to.equal('done');
    expect(await transfers(world.parts).accept(id, giver)).to.deep.equal({
      kind: 'refused',
      why: 'no-offer',
    });
    expect((await transfers(world.parts).accept(id, taker)).kind).to.equal('done');
    expect(await desk(world.parts).say(id, { ...words, clientId: 'b' })).to.deep.equal({
      kind: 'refused',
      why: 'not-yours',
    });
    expect(await keysOf(id)).to.include('bot.staff-changed');
  });

  it('brings a refused or forgotten offer back to who made it', async () => {
    const [giver, taker] = [await world.member(), await world.member()];
    const id = await world.writes(world.sender(), urgent);
    await desk(world.parts).takeNext(giver);
    await transfers(world.parts).offer(id, { by: giver, to: taker, note: '' });
    await transfers(world.parts).reject(id, { by: taker, reason: 'đang có hai cuộc' });
    expect((await world.desk.chat(id))?.handoff?.offer).to.equal(null);
    await transfers(world.parts).offer(id, { by: giver, to: taker, note: '' });
    world.later(61 * second);
    expect(await transfers(world.parts).accept(id, taker)).to.deep.equal({
      kind: 'refused',
      why: 'no-offer',
    });
    await world.accounts.seen(giver, world.clock.now);
    expect((await tick(world.parts)).offersExpired).to.equal(1);
    expect((await world.desk.chat(id))?.holder).to.include({ kind: 'staff', staffId: giver });
  });

  it('puts the chat back into the queue when its holder is gone, and tells the person', async () => {
    const me = await world.member();
    const id = await world.writes(world.sender(), urgent);
    await desk(world.parts).takeNext(me);
    world.later(91 * second);
    expect((await tick(world.parts)).leasesEnded).to.equal(1);
    expect((await world.desk.chat(id))?.holder.kind).to.equal('queue');
    expect((await keysOf(id)).slice(-2)).to.include('bot.staff-left');
  });

  it('puts the chat back when its holder is there but silent, counted from the first unanswered message', async () => {
    const me = await world.member();
    const who = world.sender();
    const id = await world.writes(who, urgent);
    await desk(world.parts).takeNext(me);
    for (let i = 0; i < 4; i++) {
      world.later(31 * second);
      await world.writes(who);
      await world.accounts.seen(me, world.clock.now);
      await tick(world.parts);
    }
    expect((await world.desk.chat(id))?.holder.kind).to.equal('queue');
  });

  it('raises the alarm step by step with no worker alive, and tells the person that it takes longer', async () => {
    const counsellor = await world.member();
    await world.accounts.update(counsellor, { presence: 'away' });
    const id = await world.writes(world.sender(), urgent);
    const steps: string[] = [];
    for (const wait of [0, 30, 31, 60, 180, 300]) {
      world.later(wait * second);
      await tick(world.parts);
      const rows = await world.db
        .selectFrom('staff_event')
        .select('body')
        .where('kind', '=', 'alarm')
        .orderBy('id')
        .execute();
      steps.push(rows.map(({ body }) => String(JSON.parse(body).to)).join());
    }
    expect(steps).to.deep.equal([
      'present',
      'present',
      'present,shift',
      'present,shift,first',
      'present,shift,first,second',
      'present,shift,first,second,second',
    ]);
    expect((await keysOf(id)).filter((key) => key === 'bot.waiting-long')).to.have.length(2);
    const mails = await world.db
      .selectFrom('delivery')
      .select(['way', 'target'])
      .where('way', '=', 'mail')
      .execute();
    expect(mails.map(({ target }) => target)).to.include(counsellor);
  });

  it('makes up for the time no process was alive by one alarm, the loudest', async () => {
    await world.member();
    await world.writes(world.sender(), urgent);
    world.later(3 * minute);
    const [one, two] = await Promise.all([tick(world.parts), tick(world.parts)]);
    expect(one.called + two.called).to.equal(1);
    const rows = await world.db
      .selectFrom('staff_event')
      .select('body')
      .where('kind', '=', 'alarm')
      .execute();
    expect(rows.map(({ body }) => JSON.parse(body).to)).to.deep.equal(['first']);
  });

  it('takes up a conversation that fell silent after a red answer', async () => {
    const id = await world.writes(world.sender());
    await world.db.updateTable('conversation').set({ urgency: 'urgent' }).where('id', '=', id).execute();
    expect((await tick(world.parts)).rescued).to.equal(0);
    world.later(11 * minute);
    expect((await tick(world.parts)).rescued).to.equal(1);
    expect((await tick(world.parts)).rescued).to.equal(0);
    expect((await world.desk.chat(id))?.handoff?.reason).to.equal('unfinished');
    expect(await keysOf(id)).to.deep.equal([]);
  });

  it('shows a chat to nobody who has a conflict of interest', async () => {
    const [related, other] = [await world.member(), await world.member()];
    const id = await world.writes(world.sender(), urgent);
    await desk(world.parts).takeNext(related);
    await desk(world.parts).conflict(id, { by: related, reason: 'cháu của tôi' });
    expect(await desk(world.parts).takeNext(related)).to.deep.equal({
      kind: 'refused',
      why: 'nothing-waiting',
    });
    expect(await desk(world.parts).takeNext(other)).to.include({ conversationId: id });
  });

  it('takes no more than the capacity, but one more in immediate danger', async () => {
    const me = await world.member();
    await world.accounts.update(me, { capacity: 1 });
    await world.writes(world.sender(), soon);
    await desk(world.parts).takeNext(me);
    await world.writes(world.sender(), soon);
    expect(await desk(world.parts).takeNext(me)).to.deep.equal({ kind: 'refused', why: 'full' });
    await world.writes(world.sender(), urgent);
    expect((await desk(world.parts).takeNext(me)).kind).to.equal('done');
  });

  it('ends with the bot speaking again, the urgency lowered by the person who closed', async () => {
    const me = await world.member();
    const id = await world.writes(world.sender(), urgent);
    await desk(world.parts).takeNext(me);
    await desk(world.parts).close(id, { by: me, outcome: 'helped', note: 'đã gặp mẹ của em' });
    const chat = await world.desk.chat(id);
    expect(chat).to.deep.include({ holder: { kind: 'bot' }, urgency: 'routine' });
    expect(chat?.handoff?.state).to.equal('closed');
    const noted = (await world.conversations.transcript(id, 0, 99)).flatMap(({ body }) =>
      body.kind === 'noted' ? [body.event] : [],
    );
    expect(noted).to.deep.equal(['handoff:danger-now', 'holder:taken', 'holder:closed']);
  });

  it('tells consoles of every change in the order it became true', async () => {
    const me = await world.member();
    const id = await world.writes(world.sender(), urgent);
    await desk(world.parts).takeNext(me);
    const events = await world.db
      .selectFrom('staff_event')
      .select(['kind', 'conversation_id'])
      .orderBy('id')
      .execute();
    expect(events.map(({ kind }) => kind)).to.deep.equal([
      'chat.holder',
      'chat.changed',
      'handoff.opened',
      'chat.holder',
      'chat.changed',
    ]);
    expect(new Set(events.map((event) => event.conversation_id))).to.deep.equal(new Set([id]));
  });

  it('warns of the 12 hours of the law once, and when they are over', async () => {
    const id = await world.writes(world.sender(), soon);
    const states: number[] = [];
    for (const hours of [9.9, 0.2, 0.5, 2, 1]) {
      world.later(hours * 60 * minute);
      states.push((await tick(world.parts)).legal);
    }
    expect(states).to.deep.equal([0, 1, 0, 1, 0]);
    expect((await world.desk.chat(id))?.handoff?.legalState).to.equal('over');
  });
});
