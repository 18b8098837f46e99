import { expect } from 'chai';
import { messengerSender } from '../../src/channels/messenger/send.ts';
import { messengerDefaults } from '../../src/channels/messenger/settings.ts';
import { Pace } from '../../src/channels/push/pace.ts';
import { zaloSender } from '../../src/channels/zalo/send.ts';
import { zaloDefaults } from '../../src/channels/zalo/settings.ts';
import { ZaloTokens } from '../../src/channels/zalo/tokens.ts';
import type { ConversationStore, Outbox } from '../../src/conversations/ports.ts';
import { Sending } from '../../src/conversations/sending.ts';
import { TurnDraft } from '../../src/conversations/turn-draft.ts';
import type { ChannelName } from '../../src/domain/channel.ts';
import type { Author } from '../../src/domain/message.ts';
import { memoryLock } from '../../src/storage/memory/lock.ts';
import { conversationStore } from '../../src/storage/postgres/conversations.ts';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { heldEvents, sweepHeldEvents } from '../../src/storage/postgres/held-events.ts';
import { joinedOutbox } from '../../src/storage/postgres/joined-outbox.ts';
import { outbox } from '../../src/storage/postgres/outbox.ts';
import { replyBudget } from '../../src/storage/postgres/reply-budget.ts';
import { sendingMarks } from '../../src/storage/postgres/sending-marks.ts';
import { tokenStore } from '../../src/storage/postgres/zalo-tokens.ts';
import { newKeyring, parseKeyring } from '../../src/storage/vault/keyring.ts';
import { Vault } from '../../src/storage/vault/vault.ts';
import { MessengerPlatform } from '../helpers/platforms/messenger-platform.ts';
import { ZaloPlatform } from '../helpers/platforms/zalo-platform.ts';
import { FakeClock } from './fake-clock.ts';
import { Files, reply } from './ports.ts';

const rule = { replies: 8, within: 48 * 3_600_000, keptForStaff: 3 };
const opening = 'Chào bạn, đây là tin trả lời cho câu hỏi hôm trước của bạn.';

describe('what the platforms need kept, in the database', () => {
  const clock = new FakeClock('2026-11-24T08:00:00+07:00');
  const vault = new Vault(parseKeyring(newKeyring(new Date())));
  let database: Database;
  let store: ConversationStore;
  let zalo: ZaloPlatform;
  let messenger: MessengerPlatform;

  before(async function () {
    this.timeout(120_000);
    database = await openDatabase({ dataDir: 'memory' });
    store = conversationStore(database.db, vault);
    zalo = await new ZaloPlatform({ now: clock.milliseconds }).start();
    messenger = await new MessengerPlatform({ now: clock.milliseconds }).start();
    zalo.echoes = 'none';
    messenger.echoes = 'none';
  });
  after(async function () {
    this.timeout(60_000);
    await zalo.stop();
    await messenger.stop();
    await database.close();
  });

  let events = 0;

  /** The person writes, and a turn answers with these bubbles. */
  async function turn(
    channel: 'zalo' | 'messenger',
    senderId: string,
    bubbles: readonly string[],
    author: Author = 'bot',
  ) {
    events += 1;
    await (channel === 'zalo' ? zalo : messenger).say(senderId, 'chào');
    const { id } = await store.accept(
      {
        channel,
        senderId,
        externalId: `e${events}`,
        occurredAt: clock.milliseconds(),
        content: { kind: 'text', text: 'chào' },
      },
      clock.now(),
    );
    return answer(id, bubbles, author);
  }

  async function answer(
    id: ReturnType<ConversationStore['idOf']>,
    bubbles: readonly string[],
    author: Author = 'bot',
  ) {
    const open = await store.open(id, 50);
    if (open === undefined) throw new Error('no conversation');
    const draft = new TurnDraft(open, clock.now());
    for (const pending of open.pending) draft.answered.push(pending.inboxId);
    if (open.pending.length > 0) draft.lastPersonAt = clock.now();
    for (const text of bubbles) draft.add({ author, at: clock.now(), body: reply(text) });
    expect(await store.commit(draft.toCommit())).to.equal('committed');
    return id;
  }

  const dueOf = (): Outbox =>
    joinedOutbox(outbox(database.db, vault), {
      db: database.db,
      vault,
      channels: new Set<ChannelName>(['zalo']),
    });

  it('counts replies since the last message of the person, and begins anew with the next', async () => {
    const budget = replyBudget(database.db);
    const id = await turn('zalo', 'budget', []);
    const taken: string[] = [];
    for (let count = 0; count < 6; count++) taken.push(await budget.take(id, 'bot', rule));
    expect(taken).to.deep.equal(['taken', 'taken', 'taken', 'taken', 'taken', 'spent']);
    expect(await budget.left(id, rule)).to.deep.include({ forBot: 0, inAll: 3 });
    for (let count = 0; count < 4; count++) taken.push(await budget.take(id, 'staff', rule));
    expect(taken.slice(6)).to.deep.equal(['taken', 'taken', 'taken', 'spent']);
    await budget.giveBack(id);
    expect(await budget.take(id, 'staff', rule)).to.equal('taken');
    clock.pass(1_000);
    await turn('zalo', 'budget', []);
    expect(await budget.left(id, rule)).to.deep.include({ forBot: 5, inAll: 8 });
    const both = await Promise.all(Array.from({ length: 10 }, () => budget.take(id, 'bot', rule)));
    expect(both.filter((each) => each === 'taken')).to.have.length(5);
  });

  it('holds events with files sealed, gives each to one process, and forgets their content when done', async () => {
    const held = heldEvents(database.db, vault, 'zalo');
    expect(await held.hold('m1', { words: 'bí mật' }, clock.now())).to.equal('held');
    expect(await held.hold('m1', { words: 'bí mật' }, clock.now())).to.equal('duplicate');
    expect(await heldEvents(database.db, vault, 'messenger').claim(clock.now(), 5, 1_000)).to.have.length(0);
    const [first, second] = await Promise.all([
      held.claim(clock.now(), 5, 1_000),
      held.claim(clock.now(), 5, 1_000),
    ]);
    const all = [...first, ...second];
    expect(all.map(({ event, attempts }) => [event, attempts])).to.deep.equal([[{ words: 'bí mật' }, 1]]);
    await held.done(all[0]!.id);
    clock.pass(2_000);
    expect(await held.claim(clock.now(), 5, 1_000)).to.have.length(0);
    expect(await held.hold('m1', {}, clock.now())).to.equal('duplicate');
    const { rows } = await database.executeSql('select sealed, key_id from held_event');
    expect(rows).to.deep.equal([{ sealed: null, key_id: null }]);
  });

  it('forgets held events once no platform delivers them again, and unfetched ones with their key in the end', async () => {
    const held = heldEvents(database.db, vault, 'zalo');
    await database.executeSql('delete from held_event');
    await held.hold('done', {}, clock.now());
    for (const { id } of await held.claim(clock.now(), 5, 1_000)) await held.done(id);
    await held.hold('waiting', {}, clock.now());
    const left = async (hours: number) => {
      const now = new Date(clock.milliseconds() + hours * 3_600_000);
      await sweepHeldEvents(database.db, { now, days: 30 });
      const { rows } = await database.executeSql('select sealed is null as done from held_event order by id');
      return rows;
    };
    const keys = async () => (await database.executeSql('select id from data_key')).rows.length;
    expect(await left(71)).to.deep.equal([{ done: true }, { done: false }]);
    expect(await left(73)).to.deep.equal([{ done: false }]);
    const before = await keys();
    expect(await left(30 * 24 + 1)).to.deep.equal([]);
    expect(await keys()).to.equal(before - 1);
  });

  it('keeps tokens sealed, one pair at a time', async () => {
    const tokens = tokenStore(database.db, vault);
    expect(await tokens.read('x')).to.equal(undefined);
    for (const access of ['first', 'second']) {
      await tokens.write('x', {
        pair: { access, refresh: `r-${access}`, expiresAt: clock.now() },
        state: 'good',
        seed: 's',
      });
    }
    expect(await tokens.read('x')).to.deep.equal({
      pair: { access: 'second', refresh: 'r-second', expiresAt: clock.now() },
      state: 'good',
      seed: 's',
    });
    const { rows } = await database.executeSql(
      `select encode(sealed, 'escape') as sealed from platform_token`,
    );
    expect(rows).to.have.length(1);
    expect(JSON.stringify(rows)).to.not.contain('second');
  });

  it('joins the bubbles of a turn for Zalo, not those of a later turn or of staff; Messenger gets them singly', async () => {
    const onZalo = await turn('zalo', 'joins', ['Một.', 'Hai.']);
    clock.pass(1_000);
    await answer(onZalo, ['Ba.'], 'staff');
    const onMessenger = await turn('messenger', 'joins', ['Một.', 'Hai.']);
    const box = dueOf();
    const due = await box.due(clock.now(), 50);
    const first = due.find(({ conversationId }) => conversationId === onZalo)!;
    expect([first.author, first.joined?.length]).to.deep.equal(['bot', 1]);
    expect(due.find(({ conversationId }) => conversationId === onMessenger)?.joined).to.deep.equal([]);
    await box.record(first.id, { kind: 'sent' });
    const next = (await dueOf().due(clock.now(), 50)).find(
      ({ conversationId }) => conversationId === onZalo,
    )!;
    expect([next.author, next.joined?.length]).to.deep.equal(['staff', 0]);
    await database.executeSql(`update outbox set state = 'sent'`);
  });

  it('delivers every reply once and in order when a platform was away for ten minutes', async function () {
    this.timeout(180_000);
    const people = Array.from({ length: 15 }, (_each, index) => `p${index}`);
    const sending = await aSending();
    zalo.mood = 'down';
    messenger.mood = 'down';
    for (const round of [1, 2, 3]) {
      for (const person of people) {
        await turn('zalo', person, [`${round}a`, `${round}b`]);
        await turn('messenger', person, [`${round}a`, `${round}b`]);
      }
      await passMinutes(sending, 3);
    }
    await passMinutes(sending, 1);
    expect(zalo.sent.length + messenger.sent.length).to.equal(0);
    zalo.mood = 'up';
    messenger.mood = 'up';
    await passMinutes(sending, 3);
    for (const person of people) {
      const opened = new RegExp(`^${opening}\n\n`, 'u');
      const read = (sent: readonly { to: string; text: string }[]) =>
        sent.filter(({ to }) => to === person).map(({ text }) => text.replace(opened, ''));
      expect(read(zalo.sent), person).to.deep.equal(['1a\n\n1b', '2a\n\n2b', '3a\n\n3b']);
      expect(read(messenger.sent), person).to.deep.equal(['1a', '1b', '2a', '2b', '3a', '3b']);
    }
    const { rows } = await database.executeSql(`select distinct state from outbox`);
    expect(rows).to.deep.equal([{ state: 'sent' }]);
  });

  async function passMinutes(sending: Sending, minutes: number): Promise<void> {
    for (let steps = 0; steps < minutes * 6; steps++) {
      clock.pass(10_000);
      sending.wake();
      await sending.idle();
    }
  }

  async function aSending(): Promise<Sending> {
    const { db } = database;
    const now = clock.now;
    const alarm = (): void => undefined;
    const common = {
      budget: replyBudget(db),
      marks: sendingMarks(db, vault),
      files: new Files(),
      alarm,
      now,
      opening,
    };
    const zaloSettings = {
      ...zaloDefaults,
      appId: zalo.appId,
      appSecret: zalo.appSecret,
      oaSecretKey: 'x',
      apiUrl: zalo.url,
      oauthUrl: zalo.url,
    };
    const tokens = new ZaloTokens({
      app: zaloSettings,
      store: tokenStore(db, vault),
      lock: memoryLock(),
      alarm,
      now,
      seed: zalo.refreshToken,
      fingerprint: (text) => text,
    });
    const { appId, appSecret, verifyToken, pageId, pageToken, url } = messenger;
    const messengerSettings = {
      ...messengerDefaults,
      appId,
      appSecret,
      verifyToken,
      pageId,
      pageToken,
      graphUrl: url,
    };
    const senders = new Map([
      ['zalo', zaloSender({ ...common, settings: zaloSettings, tokens, pace: new Pace(3_500, now) })],
      ['messenger', messengerSender({ ...common, settings: messengerSettings, pace: new Pace(6_000, now) })],
    ] as const);
    return new Sending({ outbox: dueOf(), senders, now, observe: () => undefined });
  }
});
