import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { aConsole, anAdministrator, anInvited } from './console-world.ts';

const minute = 60_000;

describe('staff accounts', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof aConsole>>;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from staff; delete from staff_link; delete from staff_event',
    );
    world = await aConsole(database);
  });
  afterEach(() => world.stop());

  it('makes the first administrator by a link that works once', async () => {
    const link = await world.console.firstAccountLink();
    expect(link).to.match(/^http:\/\/localhost:1\/console\/setup#[\w-]{32}$/u);
    const token = link?.split('#')[1] ?? '';
    const form = { token, username: 'quan-tri', name: 'Chị Quản trị', password: 'một hai ba bốn năm' };
    expect((await world.browser().get(`/setup?token=${token}`)).body).to.include({ kind: 'first' });
    const both = await Promise.all([
      world.browser().post('/setup', form),
      world.browser().post('/setup', { ...form, username: 'nguoi-khac' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).to.deep.equal([200, 410]);
    expect(await world.console.firstAccountLink()).to.equal(undefined);
  });

  it('refuses weak passwords, used names and links of yesterday', async () => {
    await anAdministrator(world);
    const { addLink } = await import('../../src/staff/accounts.ts');
    const link = async (life: number) =>
      (await addLink(world.staff, { kind: 'invitation', roles: ['counsellor'], name: null, life })).split(
        '#',
      )[1];
    const form = { username: 'co-hoa', name: 'Cô Hoa', password: 'mật khẩu rất dài' };
    const asked = async (more: object, life = minute) =>
      (await world.browser().post('/setup', { ...form, token: await link(life), ...more })).body.error?.code;
    expect(await asked({ password: 'ngắn' })).to.equal('password-too-short');
    expect(await asked({ password: 'co-hoa co-hoa 1' })).to.equal('password-too-plain');
    expect(await asked({ username: 'quan-tri' })).to.equal('username-taken');
    expect(await asked({}, 0)).to.equal('link-used');
  });

  it('signs in with the password, and not with another', async () => {
    await anInvited(world, ['counsellor'], 'co-hoa');
    const browser = world.browser();
    expect((await browser.get('/session')).status).to.equal(401);
    expect(
      (await browser.post('/sign-in', { username: 'co-hoa', password: 'sai' })).body.error.code,
    ).to.equal('wrong-credentials');
    expect(
      (await browser.post('/sign-in', { username: 'khong-co', password: 'sai' })).body.error.code,
    ).to.equal('wrong-credentials');
    expect(
      (await browser.post('/sign-in', { username: ' Co-Hoa', password: 'mật khẩu rất dài' })).body,
    ).to.deep.equal({ kind: 'signed-in' });
    const session = await browser.get('/session');
    expect(session.body.member).to.include({ username: 'co-hoa', presence: 'present' });
    expect(session.body.permissions).to.include('queue.take').and.not.include('staff.manage');
    expect(JSON.stringify(session.body)).not.to.include('argon2');
  });

  it('asks for the second factor once it is set up, and takes each code once', async () => {
    const { browser } = await anInvited(world, ['counsellor'], 'co-hoa');
    const enrolment = (await browser.post('/me/totp')).body;
    expect(enrolment.qr).to.match(/^<\?xml|^<svg/u);
    const totp = new TOTP({ secret: Secret.fromBase32(enrolment.secret) });
    const code = (): string => totp.generate({ timestamp: world.clock.now.getTime() });
    expect((await browser.post('/me/totp/confirm', { code: '000000' })).status).to.equal(401);
    expect((await browser.post('/me/totp/confirm', { code: code() })).status).to.equal(204);
    const second = world.browser();
    const half = await second.post('/sign-in', { username: 'co-hoa', password: 'mật khẩu rất dài' });
    expect(half.body)
      .to.include({ kind: 'second-factor' })
      .and.to.deep.include({ ways: ['totp'] });
    const { ticket } = half.body;
    expect((await second.get('/session')).status).to.equal(401);
    expect(
      (await second.post('/sign-in/totp', { ticket, code: code() })).status,
      'the code already used',
    ).to.equal(401);
    world.later(30_000);
    expect((await second.post('/sign-in/totp', { ticket, code: code() })).status).to.equal(200);
    expect((await second.get('/session')).body.secondFactor).to.equal(true);
  });

  it('gives up a ticket after five wrong codes', async () => {
    const { browser } = await anInvited(world, ['counsellor'], 'co-hoa');
    const { secret } = (await browser.post('/me/totp')).body;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await browser.post('/me/totp/confirm', { code: totp.generate({ timestamp: world.clock.now.getTime() }) });
    const { ticket } = (
      await world.browser().post('/sign-in', { username: 'co-hoa', password: 'mật khẩu rất dài' })
    ).body;
    for (let i = 0; i < 5; i++) await world.browser().post('/sign-in/totp', { ticket, code: '000001' });
    world.later(30_000);
    const code = totp.generate({ timestamp: world.clock.now.getTime() });
    expect((await world.browser().post('/sign-in/totp', { ticket, code })).status).to.equal(401);
  });

  it('ends a session that is idle, though not by what the page asks on its own', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    world.later(20 * minute);
    expect((await browser.get('/today')).status).to.equal(200);
    world.later(20 * minute);
    expect((await browser.get('/today', { 'x-console-idle': '1' })).status).to.equal(200);
    world.later(11 * minute);
    expect((await browser.get('/today')).status).to.equal(401);
  });

  it('ends every session at the latest after twelve hours', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    for (let i = 0; i < 36; i++) {
      world.later(20 * minute);
      await browser.get('/session');
    }
    world.later(minute);
    expect((await browser.get('/session')).status).to.equal(401);
  });

  it('signs out all devices at once', async () => {
    const { browser } = await anInvited(world, ['counsellor'], 'co-hoa');
    const other = world.browser();
    await other.post('/sign-in', { username: 'co-hoa', password: 'mật khẩu rất dài' });
    expect((await browser.get('/me')).body.devices).to.have.length(2);
    expect((await browser.post('/sign-out/everywhere')).status).to.equal(204);
    expect((await other.get('/session')).status).to.equal(401);
  });

  it('refuses what another site makes a browser send', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const fault = async (headers: Record<string, string>) =>
      (await browser.post('/presence', { presence: 'away' }, headers)).body.error.code;
    expect(await fault({ origin: 'https://evil.example' })).to.equal('csrf');
    expect(await fault({ origin: 'null' })).to.equal('csrf');
    expect(await fault({ 'x-console': '' })).to.equal('csrf');
  });

  it('asks to confirm before accounts are changed, and keeps the last administrator', async () => {
    const administrator = await anAdministrator(world);
    const { id } = await anInvited(world, ['counsellor']);
    world.later(6 * minute);
    expect((await administrator.patch(`/staff/${id}`, { capacity: 5 })).body.error.code).to.equal(
      'confirm-first',
    );
    expect((await administrator.post('/confirm', { password: 'sai rồi' })).status).to.equal(401);
    expect((await administrator.post('/confirm', { password: 'một hai ba bốn năm' })).status).to.equal(200);
    expect((await administrator.patch(`/staff/${id}`, { capacity: 5, skills: ['child'] })).body).to.include({
      capacity: 5,
    });
    const me = (await administrator.get('/session')).body.member.id;
    expect((await administrator.patch(`/staff/${me}`, { active: false })).body.error.code).to.equal(
      'last-administrator',
    );
  });

  it('gives the chats of a member who leaves back to the queue', async () => {
    const administrator = await anAdministrator(world);
    const { id, browser } = await anInvited(world, ['counsellor']);
    const chat = await world.writes(world.sender(), { urgency: 'immediate', reason: 'danger-now' });
    expect((await browser.post('/queue/take-next')).status).to.equal(200);
    expect((await administrator.patch(`/staff/${id}`, { active: false })).status).to.equal(200);
    expect((await browser.get('/session')).status).to.equal(401);
    expect((await world.desk.chat(chat))?.holder.kind).to.equal('queue');
  });

  it('invites with roles, by a link that an administrator passes on', async () => {
    const administrator = await anAdministrator(world);
    const { link } = (await administrator.post('/staff/invitations', { roles: ['analyst'], name: 'Anh Số' }))
      .body;
    const token = link.split('#')[1];
    const browser = world.browser();
    expect((await browser.get(`/setup?token=${token}`)).body).to.deep.equal({
      kind: 'invitation',
      roles: ['analyst'],
      name: 'Anh Số',
    });
    await browser.post('/setup', { token, username: 'anh-so', name: 'Anh Số', password: 'mật khẩu rất dài' });
    expect((await browser.get('/today')).body.error.code).to.equal('request.forbidden');
  });
});
