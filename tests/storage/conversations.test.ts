import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { receiptFromSecret } from '../../src/domain/receipt.ts';
import {
  anEvent,
  answering,
  aReport,
  begun,
  memoryStores,
  now,
  pgliteStores,
  postgresStores,
  reopened,
  type TestStores,
} from './stores.ts';

const kinds: readonly (readonly [string, () => Promise<TestStores>])[] = [
  ['memory', memoryStores],
  ['PGlite', pgliteStores],
  ['PostgreSQL', postgresStores],
];

for (const [name, open] of kinds) {
  describe(`the conversation store on ${name}`, () => {
    let stores: TestStores;
    before(async function () {
      this.timeout(180_000);
      stores = await open();
    });
    after(() => stores.close());

    it('takes each event once, however often it is delivered', async () => {
      const event = anEvent(randomUUID(), 'một lần');
      const accepted = await Promise.all([1, 2, 3, 4].map(() => stores.conversations.accept(event, now)));
      expect(accepted.map(({ kind }) => kind).sort()).to.deep.equal([
        'accepted',
        'duplicate',
        'duplicate',
        'duplicate',
      ]);
      expect(new Set(accepted.map(({ id }) => id)).size).to.equal(1);
      expect((await reopened(stores, accepted[0]!.id)).pending).to.have.length(1);
    });

    it('knows a redelivery also after its event was answered', async () => {
      const event = anEvent(randomUUID(), 'một lần');
      const { id } = await stores.conversations.accept(event, now);
      await stores.conversations.commit(answering(await reopened(stores, id)).toCommit());
      expect((await stores.conversations.accept(event, now)).kind).to.equal('duplicate');
      expect((await reopened(stores, id)).pending).to.deep.equal([]);
    });

    it('gives waiting events in the order they were sent, whenever they came', async () => {
      const sender = randomUUID();
      const at = now.getTime();
      for (const [text, occurredAt] of [
        ['ba', at + 2],
        ['một', at],
        ['hai', at + 1],
      ] as const)
        await stores.conversations.accept(anEvent(sender, text, { occurredAt }), now);
      const { pending } = await reopened(stores, stores.conversations.idOf('directline', sender));
      expect(pending.map(({ content }) => content)).to.deep.equal(
        ['một', 'hai', 'ba'].map((text) => ({ kind: 'text', text })),
      );
    });

    it('keeps the same sender on two channels apart', async () => {
      const sender = randomUUID();
      const one = await stores.conversations.accept(anEvent(sender, 'a'), now);
      const other = await stores.conversations.accept(anEvent(sender, 'a', { channel: 'zalo' }), now);
      expect(one.id).not.to.equal(other.id);
      expect(await stores.conversations.exists(one.id)).to.equal(true);
      expect(await stores.conversations.exists(stores.conversations.idOf('messenger', sender))).to.equal(
        false,
      );
    });

    it('lets one of two turns at once be true, and the other see that it has moved on', async () => {
      const open = await begun(stores);
      const turns = ['một', 'hai'].map((reply) =>
        stores.conversations.commit(answering(open, reply).toCommit()),
      );
      expect((await Promise.all(turns)).sort()).to.deep.equal(['committed', 'moved-on']);
      expect(await stores.conversations.transcript(open.id, 0, 10)).to.have.length(2);
      expect((await reopened(stores, open.id)).version).to.equal(open.version + 1);
    });

    it('numbers the transcript without gaps and gives it from any line on', async () => {
      const sender = randomUUID();
      for (const text of ['một', 'hai', 'ba']) {
        const open = await begun(stores, sender, text);
        await stores.conversations.commit(answering(open, `nghe ${text}`).toCommit());
      }
      const id = stores.conversations.idOf('directline', sender);
      const all = await stores.conversations.transcript(id, 0, 100);
      expect(all.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4, 5, 6]);
      expect((await stores.conversations.transcript(id, 2, 3)).map(({ seq }) => seq)).to.deep.equal([
        3, 4, 5,
      ]);
      expect(all[4]?.body).to.deep.equal({ kind: 'said', content: { kind: 'text', text: 'ba' } });
    });

    it('keeps what the conversation remembers', async () => {
      const open = await begun(stores);
      const draft = answering(open);
      draft.remember({ greeted: true, safeWord: 'hoa sen vàng', recent: ['xin chào'] });
      await stores.conversations.commit(draft.toCommit());
      expect((await reopened(stores, open.id)).memory).to.include({
        greeted: true,
        safeWord: 'hoa sen vàng',
      });
    });

    it('takes a secret out of the transcript with the next turn', async () => {
      const sender = randomUUID();
      const draft = answering(await begun(stores, sender));
      draft.say({
        message: { key: 'test.receipt', text: '1234', buttons: [], expects: 'nothing' },
        secret: true,
      });
      await stores.conversations.commit(draft.toCommit());
      const id = stores.conversations.idOf('directline', sender);
      expect(JSON.stringify(await stores.conversations.transcript(id, 0, 10))).to.contain('1234');
      await stores.conversations.commit(answering(await begun(stores, sender, 'vâng')).toCommit());
      const after = await stores.conversations.transcript(id, 0, 10);
      expect(JSON.stringify(after)).not.to.contain('1234');
      expect(after[2]?.body).to.deep.equal({ kind: 'noted', event: 'secret-removed' });
    });

    it('sets a parked event aside and goes on with the next', async () => {
      const open = await begun(stores);
      await stores.conversations.accept(anEvent(randomUUID(), 'x'), now);
      const [first] = open.pending;
      await stores.conversations.countFailure([first!.inboxId]);
      expect((await reopened(stores, open.id)).pending[0]?.attempts).to.equal(1);
      const parked = { inboxIds: [first!.inboxId], errorCode: 'TypeError' };
      const turn = { ...answering({ ...open, pending: [] }).toCommit(), parked };
      expect(await stores.conversations.commit(turn)).to.equal('committed');
      expect((await reopened(stores, open.id)).pending).to.deep.equal([]);
    });

    it('finds the conversations that wait, and none that is answered', async () => {
      const waiting = await begun(stores);
      const answered = await begun(stores);
      await stores.conversations.commit(answering(answered).toCommit());
      const found = await stores.conversations.waiting(new Date(now.getTime() + 1), 1000);
      expect(found).to.contain(waiting.id);
      expect(found).not.to.contain(answered.id);
    });

    it('keeps a draft from its first answer and writes on only at the version it was read', async () => {
      const sender = randomUUID();
      const report = aReport('lần một');
      await commitReport(stores, sender, { report, expected: 0 });
      expect((await stores.reports.open(report.id))?.content).to.deep.equal(report.content);
      const second = aReport('lần hai', {
        id: report.id,
        version: 2,
        urgency: 'urgent',
        redUnfinished: true,
      });
      expect(await commitReport(stores, sender, { report: second, expected: 1 })).to.equal('committed');
      expect(await stores.reports.open(report.id)).to.deep.include({
        version: 2,
        urgency: 'urgent',
        redUnfinished: true,
      });
    });

    it('finds a report by its receipt, and none by another', async () => {
      const receipt = receiptFromSecret(BigInt(Math.floor(Math.random() * 1e13)));
      const report = aReport('có mã', { state: 'submitted', submittedAt: now });
      const receiptHash = await stores.reports.hashReceipt(receipt);
      await commitReport(stores, randomUUID(), { report, expected: 0, receiptHash });
      expect(await stores.reports.findByReceipt(receipt)).to.equal(report.id);
      expect(await stores.reports.findByReceipt(receiptFromSecret(4_242n))).to.equal(undefined);
    });

    it('forgets what was written and its drafts, keeps sent reports, and goes on talking', async () => {
      const sender = randomUUID();
      const [draft, sent] = [aReport('nháp'), aReport('gửi', { state: 'submitted', submittedAt: now })];
      await commitReport(stores, sender, { report: draft, expected: 0 });
      await commitReport(stores, sender, { report: sent, expected: 0 });
      const open = await begun(stores, sender, 'xoá hết');
      const turn = answering(open);
      turn.remember({ report: { id: draft.id, submitted: false } });
      turn.forget();
      turn.say({
        message: { key: 'test.gone', text: 'Đã xoá', buttons: [], expects: 'nothing' },
        secret: false,
      });
      expect(await stores.conversations.commit(turn.toCommit())).to.equal('committed');
      const left = await stores.conversations.transcript(open.id, 0, 100);
      expect(left.map(({ body }) => (body.kind === 'replied' ? body.message.key : body.kind))).to.deep.equal([
        'test.gone',
      ]);
      expect(await stores.reports.open(draft.id)).to.equal(undefined);
      expect((await stores.reports.open(sent.id))?.state).to.equal('submitted');
      const next = await begun(stores, sender, 'còn đó không');
      expect(await stores.conversations.commit(answering(next).toCommit())).to.equal('committed');
    });

    it('answers what arrived while everything before it was being forgotten', async () => {
      const sender = randomUUID();
      const open = await begun(stores, sender, 'xoá hết');
      await stores.conversations.accept(
        anEvent(sender, 'cứu em với', { occurredAt: now.getTime() + 1 }),
        now,
      );
      const turn = answering(open);
      turn.forget();
      await stores.conversations.commit(turn.toCommit());
      const { pending } = await reopened(stores, open.id);
      expect(pending.map(({ content }) => content)).to.deep.equal([{ kind: 'text', text: 'cứu em với' }]);
    });

    it('loses no event that arrives in the moment of forgetting', async () => {
      for (let round = 0; round < 5; round++) {
        const sender = randomUUID();
        const open = await begun(stores, sender, 'xoá hết');
        const turn = answering(open);
        turn.forget();
        const arriving = [1, 2, 3].map((n) => stores.conversations.accept(anEvent(sender, `tin ${n}`), now));
        await Promise.all([stores.conversations.commit(turn.toCommit()), ...arriving]);
        expect((await reopened(stores, open.id)).pending).to.have.length(3);
      }
    });
  });
}

async function commitReport(
  stores: TestStores,
  sender: string,
  change: Parameters<ReturnType<typeof answering>['reports']['set']>[1],
): Promise<string> {
  const draft = answering(await begun(stores, sender, 'kể'));
  draft.reports.set(change.report.id, change);
  return stores.conversations.commit(draft.toCommit());
}
