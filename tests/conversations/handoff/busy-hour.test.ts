import { expect } from 'chai';
import { desk } from '../../../src/conversations/handoff/desk.ts';
import { tick } from '../../../src/conversations/handoff/tick.ts';
import type { ConversationId, StaffId } from '../../../src/domain/ids.ts';
import type { Urgency } from '../../../src/domain/urgency.ts';
import { type Database, openDatabase } from '../../../src/storage/postgres/database.ts';
import { aDesk } from './world.ts';

const minute = 60_000;

/** The same numbers each time, so that the figure can be compared. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('a busy hour', () => {
  let database: Database;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());

  it('of 200 people and 20 workers loses nobody, and nobody in immediate danger waits long', async function () {
    this.timeout(300_000);
    const world = aDesk(database);
    const roll = dice(7);
    const workers: StaffId[] = [];
    for (let n = 0; n < 20; n++) workers.push(await world.member());
    const arrivals = [...Array(200).keys()]
      .map(() => ({
        at: Math.floor(roll() * 40) * minute,
        urgency:
          (['immediate', 'urgent', 'soon', 'soon', 'routine'] as const)[Math.floor(roll() * 5)] ?? 'soon',
      }))
      .toSorted((a, b) => a.at - b.at);
    const came = new Map<
      ConversationId,
      { readonly at: number; readonly urgency: Urgency; waited?: number }
    >();
    const busy: { readonly id: ConversationId; readonly by: StaffId; readonly until: number }[] = [];
    const began = world.clock.now.getTime();
    const passed = (): number => world.clock.now.getTime() - began;
    for (; passed() < 60 * minute; world.later(minute / 2)) {
      while (arrivals[0] !== undefined && arrivals[0].at <= passed()) {
        const { urgency } = arrivals.shift() ?? { urgency: 'soon' as const };
        const id = await world.writes(world.sender(), { urgency, reason: 'asked-for-person' });
        came.set(id, { at: passed(), urgency });
      }
      for (const done of busy.filter(({ until }) => until <= passed())) {
        await desk(world.parts).close(done.id, { by: done.by, outcome: 'helped', note: '' });
        busy.splice(busy.indexOf(done), 1);
      }
      await world.db.updateTable('staff').set({ last_seen_at: world.clock.now }).execute();
      // Each answers as soon as they have a hand free, and talks for four to ten minutes.
      for (const by of workers) {
        if (busy.filter((each) => each.by === by).length >= 2) continue;
        const took = await desk(world.parts).takeNext(by);
        if (took.kind !== 'done') continue;
        const person = came.get(took.conversationId);
        if (person !== undefined) person.waited = passed() - person.at;
        await desk(world.parts).say(took.conversationId, {
          by,
          text: 'Chào bạn',
          epoch: took.epoch,
          clientId: took.handoffId,
        });
        busy.push({ id: took.conversationId, by, until: passed() + (4 + roll() * 6) * minute });
      }
      if (passed() % (5 * minute) === 0) await tick(world.parts);
    }
    const waits = [...came.values()];
    const longest = (urgency: Urgency): number =>
      Math.max(
        ...waits
          .filter((each) => each.urgency === urgency)
          .map(({ waited }) => waited ?? Number.POSITIVE_INFINITY),
      );
    const line = (['immediate', 'urgent', 'soon', 'routine'] as const)
      .map((urgency) => `${urgency} ${longest(urgency) / 1000} s`)
      .join(', ');
    console.log(`      200 people, 20 workers, one hour: longest wait ${line}; none lost`);
    expect(waits).to.have.length(200);
    expect(waits.every(({ waited }) => waited !== undefined)).to.equal(true);
    expect(longest('immediate')).to.be.at.most(minute);
  });
});
