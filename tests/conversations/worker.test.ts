import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { OpenConversation, Said, TurnCommit } from '../../src/conversations/ports.ts';
import { type TurnEvent, Worker } from '../../src/conversations/worker.ts';
import { OperationalError } from '../../src/domain/errors.ts';
import { memoryLock } from '../../src/storage/memory/lock.ts';
import { memorySignals } from '../../src/storage/memory/signals.ts';
import { anEvent, answering, pgliteStores, type SqlStores } from '../storage/stores.ts';

const troubled: Said = {
  message: { key: 'bot.trouble', text: 'Mình đang trục trặc. Gọi 111', buttons: [], expects: 'nothing' },
  secret: false,
};

describe('the worker', () => {
  let stores: SqlStores;
  before(async function () {
    this.timeout(120_000);
    stores = await pgliteStores();
  });
  after(() => stores.close());

  /** A worker whose turns answer everything, but for the texts that `fault` objects to. */
  const working = (fault: (text: string) => Error | undefined = () => undefined) => {
    const seen: TurnEvent[] = [];
    const compute = async (open: OpenConversation): Promise<TurnCommit> => {
      for (const { content } of open.pending) {
        const error = content.kind === 'text' ? fault(content.text) : undefined;
        if (error !== undefined) throw error;
      }
      return answering(
        open,
        open.pending.map(({ content }) => (content.kind === 'text' ? content.text : '')).join('+'),
      ).toCommit();
    };
    const worker = new Worker({
      store: stores.conversations,
      lock: memoryLock(),
      signals: memorySignals(),
      compute,
      troubled: () => troubled,
      wakeOutbox: () => undefined,
      now: () => new Date('2026-11-24T15:00:00Z'),
      observe: (event) => seen.push(event),
    });
    return { worker, seen };
  };
  const post = async (...texts: readonly string[]) => {
    const sender = randomUUID();
    for (const [n, text] of texts.entries())
      await stores.conversations.accept(
        anEvent(sender, text, { occurredAt: 1_000 + n }),
        new Date('2026-11-24T14:59:00Z'),
      );
    return stores.conversations.idOf('directline', sender);
  };
  const lines = async (id: OpenConversation['id']) =>
    (await stores.conversations.transcript(id, 0, 1000)).flatMap(({ body }) =>
      body.kind === 'replied'
        ? [body.message.key]
        : body.kind === 'said' && body.content.kind === 'text'
          ? [body.content.text]
          : [],
    );
  const sweep = async (worker: Worker) => {
    await worker.sweep(0);
    await worker.idle();
  };

  it('sets an event aside after three tries, with a kind sentence and 111, visibly and once', async () => {
    const { worker, seen } = working((text) => (text === 'độc' ? new TypeError('x') : undefined));
    const id = await post('độc');
    for (let n = 0; n < 5; n++) await sweep(worker);
    expect(await lines(id)).to.deep.equal(['độc', 'bot.trouble']);
    expect(seen.map(({ kind }) => kind)).to.deep.equal(['failed', 'failed', 'failed', 'parked']);
    const row = await stores.database.db
      .selectFrom('inbox')
      .selectAll()
      .where('conversation_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).to.include({ state: 'parked', error_code: 'TypeError', attempts: 2 });
  });

  it('sets aside only the event at fault, and answers those around it in their order', async () => {
    const { worker, seen } = working((text) => (text === 'độc' ? new TypeError('x') : undefined));
    const id = await post('một', 'độc', 'ba');
    for (let n = 0; n < 4; n++) await sweep(worker);
    expect((await lines(id)).filter((line) => line !== 'test.say')).to.deep.equal([
      'một',
      'độc',
      'bot.trouble',
      'ba',
    ]);
    expect(seen.filter(({ kind }) => kind === 'parked')).to.have.length(1);
  });

  it('lets events wait uncounted while the database is away, however long', async () => {
    let away = true;
    const { worker, seen } = working(() =>
      away ? new OperationalError('storage.unavailable', { retryable: true }) : undefined,
    );
    const id = await post('còn đó không');
    for (let n = 0; n < 6; n++) await sweep(worker);
    expect(await lines(id)).to.deep.equal([]);
    away = false;
    await sweep(worker);
    expect(await lines(id)).to.deep.equal(['còn đó không', 'test.say']);
    expect(seen.some(({ kind }) => kind === 'parked')).to.equal(false);
  });

  it('answers a burst in portions, all of it and in order', async () => {
    const { worker, seen } = working();
    const texts = Array.from({ length: 45 }, (_, n) => `tin ${n}`);
    const id = await post(...texts);
    worker.wake(id);
    await worker.idle();
    expect((await lines(id)).filter((line) => line !== 'test.say')).to.deep.equal(texts);
    expect(seen.filter(({ kind }) => kind === 'turn')).to.have.length(3);
  });

  it('holds no conversation up for another that fails', async () => {
    const { worker } = working((text) => (text === 'độc' ? new TypeError('x') : undefined));
    const [bad, good] = [await post('độc'), await post('lành')];
    await sweep(worker);
    expect(await lines(bad)).to.deep.equal([]);
    expect(await lines(good)).to.deep.equal(['lành', 'test.say']);
  });

  it('begins no turn once it is stopped, and leaves the event for the next start', async () => {
    const first = working();
    const id = await post('sau khi dừng');
    await first.worker.stop();
    first.worker.wake(id);
    await first.worker.idle();
    expect(await lines(id)).to.deep.equal([]);
    await sweep(working().worker);
    expect(await lines(id)).to.deep.equal(['sau khi dừng', 'test.say']);
  });

  it('tells of a conversation that cannot be opened, and serves the others', async () => {
    const { worker, seen } = working();
    const [broken, whole] = [await post('hỏng'), await post('lành')];
    await stores.database.db
      .updateTable('inbox')
      .set({ content_sealed: Buffer.alloc(60) })
      .where('conversation_id', '=', broken)
      .execute();
    await sweep(worker);
    expect(seen.some((event) => event.kind === 'failed' && event.conversationId === broken)).to.equal(true);
    expect(await lines(whole)).to.deep.equal(['lành', 'test.say']);
  });
});
