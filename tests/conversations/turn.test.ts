import { expect } from 'chai';
import type { Dialogs } from '../../src/app/dialogs.ts';
import { loadForTalk, type Reply, Talk } from '../../src/app/talk.ts';
import { replyTo } from '../../src/cli/chaos/script.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { projectRoot } from '../helpers/app.ts';

const danger = 'bố đang đánh em';

describe('a turn', function () {
  this.timeout(120_000);
  let dialogs: Dialogs;
  let store: MemoryStore;
  let at = new Date('2026-11-24T14:00:00Z');
  let people = 0;
  before(() => {
    store = new MemoryStore();
    dialogs = loadForTalk(projectRoot, store);
  });

  const newcomer = () =>
    new Talk(dialogs, store, { now: () => at, channel: 'directline', sender: `person-${people++}` });
  const open = async (talk: Talk) => {
    const conversation = await store.conversations.open(talk.id, 1);
    if (conversation === undefined) throw new Error('there is no conversation');
    return conversation;
  };

  it('hears danger in every state of a whole report, asks for a person at once and shows 111', async () => {
    const states = (await walk(newcomer(), Number.POSITIVE_INFINITY)).steps;
    expect(states).to.be.greaterThan(20);
    const deaf: string[] = [];
    for (let steps = 0; steps <= states; steps++) {
      const talk = newcomer();
      const { asked } = await walk(talk, steps);
      const replies = await talk.say(danger);
      const { holder, urgency } = await open(talk);
      const shown = (await store.conversations.transcript(talk.id, 0, 1000)).some(
        ({ body }) => body.kind === 'replied' && body.message.text.includes('111'),
      );
      if (replies.length === 0 || holder.kind !== 'queue' || urgency !== 'immediate' || !shown)
        deaf.push(asked);
    }
    expect(deaf).to.deep.equal([]);
  });

  it('makes an unfinished report with danger in it visible as such, with the handoff and its urgency', async () => {
    const talk = newcomer();
    await walk(talk, 8);
    await talk.say(danger);
    const { memory, holder } = await open(talk);
    const report = memory.report === undefined ? undefined : store.reports.get(memory.report.id);
    expect(report).to.include({ state: 'draft', redUnfinished: true });
    const handoff = holder.kind === 'queue' ? store.handoffs.get(holder.handoffId) : undefined;
    expect(handoff?.urgency).to.equal('immediate');
  });

  it('takes the receipt out of the transcript with the next message', async () => {
    let replies: readonly Reply[] = [];
    const { steps } = await walk(newcomer(), Number.POSITIVE_INFINITY);
    const told = newcomer();
    for (let n = 1; n <= steps && !replies.some(({ key }) => key === 'receipt.word-list.say'); n++) {
      replies = (await walkOne(told, n - 1)) ?? [];
    }
    const secret = replies.find(({ key }) => key === 'receipt.word-list.say')?.text ?? '';
    expect(secret).not.to.equal('');
    const kept = async () => JSON.stringify(await store.conversations.transcript(told.id, 0, 1000));
    expect(await kept()).to.contain(JSON.stringify(secret).slice(1, -1));
    await told.say('dạ em nhớ rồi');
    expect(await kept()).not.to.contain(JSON.stringify(secret).slice(1, -1));
  });

  it('keeps the draft when someone starts over, and destroys it when they ask to delete what they wrote', async () => {
    const talk = newcomer();
    await walk(talk, 10);
    const first = (await open(talk)).memory.report?.id;
    expect(first).not.to.equal(undefined);
    await talk.say('từ đầu');
    expect(first && store.reports.has(first)).to.equal(true);
    await talk.send({ kind: 'forget' });
    expect(first && store.reports.has(first)).to.equal(false);
    const left = await store.conversations.transcript(talk.id, 0, 1000);
    expect(left.filter(({ author }) => author === 'person')).to.deep.equal([]);
  });

  it('leaves repeated pranks unanswered for a while, and hears danger within it', async () => {
    const talk = newcomer();
    await talk.open();
    const prank = (await dialogs.turn.recognise('đồ ngu', [])).intent;
    expect(prank).to.equal('prank_or_insult');
    await walkOne(talk, 0, newest(await talk.say('dừng lại')));
    const answers: number[] = [];
    for (let n = 0; n < 8; n++) answers.push((await talk.say('đồ ngu')).length);
    expect(answers[0]).to.be.greaterThan(0);
    expect(answers.at(-1)).to.equal(0);
    expect((await talk.say(danger)).length).to.be.greaterThan(0);
    expect((await open(talk)).memory.quietUntil).to.equal(undefined);
    at = new Date(at.getTime() + 6 * 60_000);
    expect((await talk.say('em chào cô')).length).to.be.greaterThan(0);
  });

  const last = new Map<Talk, readonly Reply[]>();

  async function walk(talk: Talk, most: number): Promise<{ steps: number; asked: string }> {
    let steps = 0;
    last.set(talk, await talk.open());
    while (steps < most && (await walkOne(talk, steps)) !== undefined) steps += 1;
    return { steps, asked: last.get(talk)?.at(-1)?.key ?? '' };
  }

  /** One answer of the script; undefined at its end. */
  async function walkOne(talk: Talk, sent: number, given?: readonly Reply[]) {
    const asked = given ?? last.get(talk) ?? (await talk.open());
    const reply = replyTo(asked, sent);
    if (reply === undefined) return undefined;
    const replies = reply.button === undefined ? await talk.say(reply.text) : await talk.tap(reply.button);
    last.set(talk, replies);
    return replies;
  }
});

function newest(replies: readonly Reply[]): readonly Reply[] {
  return replies.slice(-1);
}
