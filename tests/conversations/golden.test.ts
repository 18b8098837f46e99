import { expect } from 'chai';
import type { Dialogs } from '../../src/app/dialogs.ts';
import { loadForTalk } from '../../src/app/talk.ts';
import type { NewHandoff } from '../../src/conversations/ports.ts';
import type { Report } from '../../src/domain/report.ts';
import { compareUrgency } from '../../src/domain/urgency.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { projectRoot } from '../helpers/app.ts';
import { type Golden, goldenConversations, writeGolden } from './golden-file.ts';
import { Player, type Stage } from './player.ts';
import { told } from './told.ts';

const updating = process.env['GOLDEN'] === 'update';

describe('Golden conversations', () => {
  let dialogs: Dialogs;
  const store = new MemoryStore();
  const stage: Stage = { now: new Date(), presence: { kind: 'open' } };

  before(function () {
    this.timeout(400_000);
    dialogs = loadForTalk(projectRoot, store, async () => stage.presence);
  });

  beforeEach(() => {
    store.reports.clear();
    store.handoffs.clear();
  });

  for (const { file, golden } of goldenConversations()) {
    it(`${golden.name} (${file})`, () => (updating ? rewrite(file, golden) : replay(golden)));
  }

  /** `npm test -- --update`: what happens now is written down as expected; the diff is for eyes to judge. */
  async function rewrite(file: string, golden: Golden): Promise<void> {
    const player = new Player(golden, dialogs, { store, stage });
    const played = [];
    for (const turn of golden.turns) {
      const bot = await player.play(turn);
      const open = await store.conversations.open(player.talk.id, 1);
      played.push({ bot, holder: open?.holder.kind, urgency: open?.urgency });
    }
    writeGolden(file, played, { report: lastReport(), handoff: mostUrgent() });
  }

  function lastReport(): Report | undefined {
    return [...store.reports.values()].toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())[0];
  }

  function mostUrgent(): NewHandoff | undefined {
    return [...store.handoffs.values()].toSorted((a, b) => compareUrgency(b.urgency, a.urgency))[0];
  }

  async function replay(golden: Golden): Promise<void> {
    const player = new Player(golden, dialogs, { store, stage });
    for (const [index, turn] of golden.turns.entries()) {
      const keys = await player.play(turn);
      const at = `turn ${index + 1}`;
      if (turn.bot !== undefined) expect(keys, at).to.deep.equal(turn.bot);
      const open = await store.conversations.open(player.talk.id, 1);
      if (turn.holder !== undefined) expect(open?.holder.kind, at).to.equal(turn.holder);
      if (turn.urgency !== undefined) expect(open?.urgency, at).to.equal(turn.urgency);
    }
    expectOutcome(golden);
  }

  function expectOutcome(golden: Golden): void {
    const report = lastReport();
    if (golden.report === 'none') expect(report, 'a report').to.equal(undefined);
    else if (golden.report !== undefined)
      expect(told(report?.content.answers ?? {})).to.deep.equal(golden.report);
    if (golden.report_state !== undefined) expect(report?.state).to.equal(golden.report_state);
    expect(report?.redUnfinished ?? false, 'red and unfinished').to.equal(golden.red_unfinished);
    const handoff = mostUrgent();
    if (golden.handoff === 'none') expect(handoff, 'a handoff').to.equal(undefined);
    else if (golden.handoff !== undefined) {
      expect({ urgency: handoff?.urgency, reason: handoff?.reason }).to.deep.equal(golden.handoff);
    }
  }
});
