import { expect } from 'chai';
import { desk } from '../../../src/conversations/handoff/desk.ts';
import { tick } from '../../../src/conversations/handoff/tick.ts';
import { transfers } from '../../../src/conversations/handoff/transfer.ts';
import { auditLog } from '../../../src/storage/postgres/audit.ts';
import { openDatabase } from '../../../src/storage/postgres/database.ts';
import { eventLog } from '../../../src/storage/postgres/events.ts';
import { startPostgres } from '../../helpers/postgres.ts';
import { aDesk } from './world.ts';

/** What only a server with many connections shows: real races, locks that wait for each other, ids that commit out of order. */
describe('the desk on PostgreSQL with many connections', function () {
  this.timeout(180_000);
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let database: Awaited<ReturnType<typeof openDatabase>>;
  before(async () => {
    server = await startPostgres();
    database = await openDatabase({ url: server.url, connections: 16 });
  });
  after(async () => {
    await database.close();
    await server.stop();
  });

  it('gives each waiting person to exactly one of twelve who take at once, in order of events, without a deadlock', async () => {
    const world = aDesk(database);
    const workers = await Promise.all([...Array(12).keys()].map(() => world.member(['counsellor'])));
    const [first = await world.member()] = workers;
    for (const by of workers) await world.accounts.update(by, { capacity: 9 });
    // A reader beside it, as a console has one: it must never see a smaller id after a larger one.
    const events = eventLog(database.db);
    const seen: number[] = [];
    let running = true;
    const reader = (async () => {
      for (let last = 0; running; ) {
        const found = await events.after(last, 500);
        seen.push(...found.map(({ id }) => id));
        last = found.at(-1)?.id ?? last;
      }
    })();
    const people = Promise.all(
      [...Array(60).keys()].map(() =>
        world.writes(world.sender(), { urgency: 'urgent', reason: 'danger-now' }),
      ),
    );
    const sweeps = Promise.all([1, 2, 3].map(() => tick(world.parts)));
    const ids = await people;
    await sweeps;
    // Two taps on the button at once give the same chat; five in a row give five.
    const [tap, tapAgain] = await Promise.all([1, 2].map(() => desk(world.parts).takeNext(first)));
    const taps = [tap, tapAgain].flatMap((each) => (each?.kind === 'done' ? [each.conversationId] : []));
    expect(taps).to.have.length(2);
    const took = await Promise.all(
      workers.map(async (by) => {
        const mine = [];
        for (let n = 0; n < 5; n++) mine.push({ by, taken: await desk(world.parts).takeNext(by) });
        return mine;
      }),
    );
    const done = took
      .flat()
      .flatMap(({ by, taken }) =>
        taken.kind === 'done' ? [{ by, id: taken.conversationId, epoch: taken.epoch }] : [],
      );
    expect(new Set([...done.map(({ id }) => id), ...taps]).size, 'nobody twice, nobody left').to.equal(60);
    expect(new Set(done.map(({ id }) => id)).size).to.equal(done.length);
    const chats = await Promise.all(
      done.map(async ({ by, id, epoch }, n) => {
        const to = workers[(workers.indexOf(by) + 1) % workers.length] ?? by;
        await Promise.all([
          desk(world.parts).say(id, { by, text: 'x', epoch, clientId: `c${n}` }),
          transfers(world.parts).offer(id, { by, to, note: 'x' }),
          desk(world.parts).note(id, { by, text: 'x', whisper: false }),
          tick(world.parts),
        ]);
        await Promise.all([
          transfers(world.parts).accept(id, to),
          desk(world.parts).close(id, { by, outcome: 'helped', note: 'x' }),
        ]);
        return world.desk.chat(id);
      }),
    );
    await Promise.all([tick(world.parts), tick(world.parts)]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    running = false;
    await reader;
    const stored = (await database.db.selectFrom('staff_event').select('id').orderBy('id').execute()).map(
      ({ id }) => Number(id),
    );
    expect(seen).to.deep.equal(stored);
    expect(chats.every((chat) => chat !== undefined)).to.equal(true);
    expect(ids).to.have.length(60);
    expect(await auditLog(database.db, world.vault).verify()).to.include({ ok: true });
    const kinds = chats.map((chat) => chat?.holder.kind);
    console.log(
      `      ${done.length} taken at once by 12, ${stored.length} events in order, ${kinds.filter((kind) => kind === 'staff').length} passed on, ${kinds.filter((kind) => kind === 'bot').length} closed`,
    );
  });
});
