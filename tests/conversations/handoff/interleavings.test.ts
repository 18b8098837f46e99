import { expect } from 'chai';
import fc from 'fast-check';
import { dueCall } from '../../../src/conversations/handoff/clocks.ts';
import { desk } from '../../../src/conversations/handoff/desk.ts';
import { leaseEnd } from '../../../src/conversations/handoff/lease.ts';
import { byPartner } from '../../../src/conversations/handoff/partner.ts';
import { tick } from '../../../src/conversations/handoff/tick.ts';
import { transfers } from '../../../src/conversations/handoff/transfer.ts';
import type { StaffId } from '../../../src/domain/ids.ts';
import { aMemoryWorld, Crash } from './memory-world.ts';
import { clocks } from './world.ts';

type World = ReturnType<typeof aMemoryWorld>;

/** One of three members, or (3) whoever this is about: the holder, or to whom the chat is offered. */
const who = fc.integer({ min: 0, max: 2 });
const right = fc.oneof(who, fc.constant(3));
const Act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('person' as const),
      what: fc.constantFrom(
        'writes' as const,
        'asks' as const,
        'person-left' as const,
        'another-wanted' as const,
        'answered-outside' as const,
        'returned-outside' as const,
      ),
      urgency: fc.constantFrom('soon' as const, 'immediate' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('takes' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('says' as const),
      who: right,
      staleBy: fc.integer({ min: 0, max: 2 }),
      twice: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('offers' as const), who: right, to: who }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('accepts' as const), who: right }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'rejects' as const,
        'cancels' as const,
        'requeues' as const,
        'returns' as const,
        'closes' as const,
      ),
      who: right,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('partner' as const),
      what: fc.constantFrom(
        'accept' as const,
        'say' as const,
        'return' as const,
        'close' as const,
        'decline' as const,
      ),
      staleBy: fc.integer({ min: 0, max: 1 }),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
);
type Act = typeof Act extends fc.Arbitrary<infer T> ? T : never;

/** Some acts at once, then time passes, some consoles give a sign of life, and the clocks are swept by two processes. */
const Round = fc.record({
  acts: fc.array(Act, { minLength: 1, maxLength: 5 }),
  wait: fc.constantFrom(0, 1_000, 20_000, 61_000, 95_000, 130_000, 400_000),
  alive: fc.array(who, { maxLength: 3 }),
});

let counter = 0;

async function act(world: World, each: Act): Promise<void> {
  const { parts, id, members } = world;
  const { holder, handoff } = world.chat();
  const meant =
    each.kind === 'accepts' || each.kind === 'rejects'
      ? handoff?.offer?.to
      : holder.kind === 'staff'
        ? holder.staffId
        : undefined;
  const member = (n: number): StaffId => members[n]?.id ?? meant ?? world.outsideDesk;
  switch (each.kind) {
    case 'person':
      return world.turn(each.what, each.urgency);
    case 'takes':
      return void (await desk(parts).takeNext(member(each.who)));
    case 'says': {
      const words = {
        by: member(each.who),
        text: 'x',
        epoch: world.chat().epoch - each.staleBy,
        clientId: `c${counter++}`,
      };
      const said = await desk(parts).say(id, words);
      if (each.staleBy > 0) expect(said.kind, 'an old epoch speaks no more').to.equal('refused');
      if (each.twice) await desk(parts).say(id, words);
      return;
    }
    case 'offers':
      return void (await transfers(parts).offer(id, { by: member(each.who), to: member(each.to), note: '' }));
    case 'accepts':
      if ((await transfers(parts).accept(id, member(each.who))).kind === 'done')
        expect(world.offered).to.include(member(each.who));
      return;
    case 'rejects':
      return void (await transfers(parts).reject(id, { by: member(each.who), reason: 'x' }));
    case 'cancels':
      return void (await transfers(parts).cancel(id, member(each.who)));
    case 'requeues':
      return void (await desk(parts).requeue(id, { by: member(each.who), note: '' }));
    case 'returns':
      return void (await desk(parts).giveBack(id, { by: member(each.who), note: '' }));
    case 'closes':
      return void (await desk(parts).close(id, { by: member(each.who), note: '', outcome: 'helped' }));
    case 'partner': {
      const epoch = world.chat().epoch - each.staleBy;
      const more = { text: 'x', note: '', outcome: 'helped', epoch };
      const call = { conversationId: id, callId: `p${counter++}`, step: { ...more, kind: each.what } };
      const [first, again] = await Promise.all([
        byPartner(parts, call),
        ...(each.twice ? [byPartner(parts, call)] : []),
      ]);
      if (each.staleBy > 0 && each.what !== 'accept')
        expect(first.kind, 'an old epoch does nothing').to.equal('refused');
      if (again?.kind === 'done' && first.kind === 'done') expect(again.seq).to.equal(first.seq);
      return;
    }
    case 'crash':
      world.crashes[each.when] += 1;
      return;
    case 'tick':
      return void (await tick(parts));
  }
}

/** A process that dies answers nothing; whoever asked may ask again. */
async function survive(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

const whoTold: Readonly<Record<string, readonly string[]>> = {
  bot: ['none', 'bot.staff-left'],
  queue: ['none', 'bot.staff-left', 'bot.staff-changed'],
  staff: ['bot.staff-joined', 'bot.staff-changed'],
};

/** One speaker: every line of staff was written while exactly that member held the chat. */
function checkSpeakers(world: World): void {
  const epochs = world.holders.map(({ epoch }) => epoch);
  expect(epochs, 'each change of holder raises the epoch by one').to.deep.equal(epochs.map((_, i) => i + 1));
  expect(world.lines.map(({ seq }) => seq)).to.deep.equal(world.lines.map((_, i) => i + 1));
  for (const { text, holder, by } of world.lines) {
    if (text === 'staff') expect(holder).to.include({ kind: 'staff', staffId: by });
  }
}

/** Nobody takes the word from a colleague who has not offered it. */
function checkNoTheft(world: World): void {
  world.holders.forEach(({ holder, epoch }, i) => {
    const before = world.holders[i - 1]?.holder;
    if (holder.kind !== 'staff' || before?.kind !== 'staff') return;
    const noted = world.lines.find((line) => line.epoch === epoch && line.text.startsWith('holder:'))?.text;
    expect(['holder:passed', 'holder:answered-outside']).to.include(noted);
  });
}

/** The person was told truthfully: the last word about who speaks fits who speaks. */
function checkTold(world: World): void {
  const { holder } = world.chat();
  if (holder.kind === 'staff' && holder.staffId === world.outsideDesk) return;
  const last =
    world.lines.findLast(({ text, author }) => author === 'bot' && text.startsWith('bot.staff-'))?.text ??
    'none';
  const outside = world.holders.some(
    (each) => each.holder.kind === 'staff' && each.holder.staffId === world.outsideDesk,
  );
  if (!outside || holder.kind === 'staff') expect(whoTold[holder.kind]).to.include(last);
}

/** After the clocks were swept nobody is left to a dead lease, and nobody waits without having been called for. */
function checkClocks(world: World): void {
  const chat = world.chat();
  const { handoff, holder } = chat;
  if (holder.kind === 'bot') return;
  expect(handoff, 'a held or waiting chat has its handoff').not.to.equal(null);
  if (handoff === null) return;
  if (holder.kind === 'queue')
    expect(
      dueCall(
        clocks,
        { urgency: chat.urgency, since: handoff.waitingSince, step: handoff.step },
        world.clock.now,
      ),
    ).to.equal(undefined);
  else {
    const facts = { ...chat, staffId: holder.staffId, heldSince: handoff.heldSince ?? handoff.openedAt };
    expect(leaseEnd(clocks.lease, facts, world.clock.now)).to.equal(undefined);
  }
}

describe('who speaks, over random interleavings', () => {
  it('is never two, and never nobody for longer than configured', async function () {
    this.timeout(300_000);
    const runs = Number(process.env['INTERLEAVINGS'] ?? 1500);
    let interleavings = 0;
    let acts = 0;
    let changes = 0;
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(Round, { minLength: 1, maxLength: 8 }),
        fc.scheduler(),
        async (rounds, scheduler) => {
          const pause = scheduler.scheduleFunction(async () => undefined);
          const world = aMemoryWorld(pause);
          const together = async (works: readonly Promise<void>[]): Promise<void> => {
            await scheduler.waitFor(Promise.all(works.map(survive)));
          };
          await together([world.turn('asks', 'immediate')]);
          for (const { acts: some, wait, alive } of rounds) {
            await together(some.map((each) => act(world, each)));
            checkSpeakers(world);
            world.clock.now = new Date(world.clock.now.getTime() + wait);
            alive.forEach(world.seen);
            world.crashes.before = 0;
            world.crashes.after = 0;
            await together([
              tick(world.parts).then(() => undefined),
              tick(world.parts).then(() => undefined),
            ]);
            // A lease that two sweeps raced for is surely over after one more.
            await together([tick(world.parts).then(() => undefined)]);
            checkSpeakers(world);
            checkNoTheft(world);
            checkTold(world);
            checkClocks(world);
            acts += some.length;
          }
          interleavings += 1;
          changes += world.holders.length;
          passed += world.lines.filter(({ text }) => text === 'holder:passed').length;
        },
      ),
      { numRuns: runs },
    );
    console.log(
      `      ${interleavings} interleavings, ${acts} acts, ${changes} changes of holder (${passed} by transfer), 0 violations`,
    );
  });
});
