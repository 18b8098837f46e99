import { expect } from 'chai';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { aConsole, anInvited } from './console-world.ts';
import { aPushService, aSubscriber, senderOf } from './push-service.ts';

const red = { urgency: 'immediate', reason: 'danger-now' } as const;

describe('Web Push to a closed console', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof aConsole>>;
  let service: Awaited<ReturnType<typeof aPushService>>;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from staff; delete from staff_event; delete from delivery',
    );
    service = await aPushService();
    world = await aConsole(database);
  });
  afterEach(async () => {
    await world.stop();
    await service.stop();
  });

  async function aSubscribed(name: string) {
    const member = await anInvited(world, ['counsellor']);
    const device = aSubscriber(service.origin, name);
    const put = await member.browser.put('/me/push', { subscription: device.subscription });
    expect(put.status).to.equal(204);
    return { ...member, device };
  }

  it('says only that someone is in danger: no words, no name, no id', async () => {
    const { device } = await aSubscribed('phone');
    await world.writes(world.sender(), red);
    await world.console.sweep();
    expect(service.pushed).to.have.length(1);
    const [first] = service.pushed;
    expect(device.open(first!)).to.deep.equal({ kind: 'alarm', urgency: 'immediate', step: 1 });
    expect(first?.headers).to.include({ urgency: 'high', 'content-encoding': 'aes128gcm' });
  });

  it('cannot be read by the push service or by another device', async () => {
    await aSubscribed('phone');
    await world.writes(world.sender(), red);
    await world.console.sweep();
    const [first] = service.pushed;
    expect(first?.body.toString('latin1')).not.to.match(/alarm|immediate/);
    const other = aSubscriber(service.origin, 'other');
    expect(() => other.open(first!)).to.throw();
  });

  it('is signed for this push service by our own key', async () => {
    await aSubscribed('phone');
    await world.writes(world.sender(), red);
    await world.console.sweep();
    const { key, claims } = senderOf(service.pushed[0]!);
    expect(key).to.equal(world.delivery.vapid.publicKey);
    expect(claims).to.include({ aud: service.origin });
  });

  it('calls the colleague to whom a chat is offered, for as long as the offer stands', async () => {
    const giver = await anInvited(world, ['counsellor']);
    const { id, device } = await aSubscribed('phone');
    await world.writes(world.sender(), red);
    const { body } = await giver.browser.post('/queue/take-next');
    await giver.browser.post(`/chats/${body.chatId}/transfer`, { to: id, note: 'con ở nhà một mình' });
    await world.console.sweep();
    expect(service.pushed.map(device.open)).to.deep.equal([
      { kind: 'offer', urgency: 'immediate', step: null },
    ]);
    expect(service.pushed[0]?.headers).to.include({ ttl: '60' });
  });

  it('does not call for an offer that is over', async () => {
    service.answers(503);
    const giver = await anInvited(world, ['counsellor']);
    const { id } = await aSubscribed('phone');
    await world.writes(world.sender(), red);
    const { body } = await giver.browser.post('/queue/take-next');
    await giver.browser.post(`/chats/${body.chatId}/transfer`, { to: id, note: 'con ở nhà một mình' });
    await world.console.sweep();
    world.clock.now = new Date(world.clock.now.getTime() + 61_000);
    await world.console.sweep();
    const tried = service.pushed.length;
    world.clock.now = new Date(world.clock.now.getTime() + 600_000);
    service.answers(201);
    await world.console.sweep();
    expect(service.pushed.slice(tried).filter(({ headers }) => headers['ttl'] === '60')).to.deep.equal([]);
  });

  it('tries again while the push service is down', async () => {
    const { device } = await aSubscribed('phone');
    await world.writes(world.sender(), red);
    service.answers(503);
    await world.console.sweep();
    service.answers(201);
    world.clock.now = new Date(world.clock.now.getTime() + 11_000);
    await world.console.sweep();
    await world.console.sweep();
    expect(service.pushed.map(device.open)).to.deep.equal(
      Array(2).fill({ kind: 'alarm', urgency: 'immediate', step: 1 }),
    );
  });

  it('forgets a device that is gone', async () => {
    const { browser } = await aSubscribed('phone');
    service.answers(410);
    await world.writes(world.sender(), red);
    await world.console.sweep();
    expect((await browser.get('/me')).body.push).to.equal(false);
  });
});
