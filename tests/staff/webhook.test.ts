import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server as TcpServer } from 'node:net';
import { expect } from 'chai';
import { StaffId } from '../../src/domain/ids.ts';
import { type Database, openDatabase } from '../../src/storage/postgres/database.ts';
import { aConsole, anInvited } from './console-world.ts';

const red = { urgency: 'immediate', reason: 'danger-now' } as const;
const secret = `whsec_${Buffer.from('a secret of the other desk').toString('base64')}`;

interface Call {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('alarms that leave the house', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof aConsole>>;
  let gateway: Server;
  let calls: Call[];
  let answer: number;
  before(async function () {
    this.timeout(90_000);
    database = await openDatabase({ dataDir: 'memory' });
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.executeSql(
      'delete from conversation; delete from staff; delete from staff_event; delete from delivery',
    );
    calls = [];
    answer = 200;
    gateway = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      calls.push({ headers: request.headers, body });
      // restify's own writeHead, which it puts on every response of the process, gives nothing back.
      response.statusCode = answer;
      response.end();
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    world = await aConsole(database, {
      webhook: { url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`, secret },
    });
  });
  afterEach(async () => {
    gateway.close();
    await world.stop();
  });

  it('are signed over id, time and body, and carry no words', async () => {
    await world.writes(world.sender(), red);
    await world.console.sweep();
    expect(calls.map(({ body }) => JSON.parse(body).type).toSorted()).to.deep.equal([
      'handoff.alarm',
      'handoff.opened',
    ]);
    for (const { headers, body } of calls) {
      const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers;
      const expected = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(`${id}.${time}.${body}`)
        .digest('base64');
      expect(signature).to.equal(`v1,${expected}`);
      expect(JSON.parse(body).id).to.equal(id);
      expect(body).not.to.include('xin chào');
    }
  });

  it('are tried again later under the same id until they are taken', async () => {
    answer = 503;
    await world.writes(world.sender(), red);
    await world.console.sweep();
    const ids = new Set(calls.map(({ headers }) => headers['webhook-id']));
    await world.console.sweep();
    expect(calls).to.have.length(2);
    answer = 200;
    world.later(10_500);
    await world.console.sweep();
    expect(calls).to.have.length(4);
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).to.deep.equal(ids);
    world.later(20_000);
    await world.console.sweep();
    expect(calls).to.have.length(4);
  });

  it('are not tried again when the other side says never', async () => {
    answer = 410;
    await world.writes(world.sender(), red);
    await world.console.sweep();
    world.later(30_000);
    await world.console.sweep();
    expect(calls).to.have.length(2);
  });

  it('tell of each change of hands', async () => {
    const { browser } = await anInvited(world, ['counsellor']);
    const chatId = await world.writes(world.sender(), red);
    await browser.post('/queue/take-next');
    await browser.post(`/chats/${chatId}/close`, { outcome: 'referred' });
    await world.console.sweep();
    const types = calls
      .map(({ body }) => JSON.parse(body))
      .map(({ type, data }) => `${type} ${data.outcome ?? ''}`.trim());
    expect(types.toSorted()).to.deep.equal(['handoff.accepted', 'handoff.closed referred']);
  });

  it('reach staff by mail, with nothing in it about the person', async () => {
    const letters: string[] = [];
    const smtp = await anSmtpServer(letters);
    const mailing = {
      ...world.delivery,
      mail: { url: `smtp://127.0.0.1:${(smtp.address() as AddressInfo).port}`, from: 'truc@example.vn' },
    };
    const { id } = await anInvited(world, ['counsellor'], 'co-hoa');
    await world.accounts.update(StaffId.parse(id), { email: 'hoa@example.vn' });
    await world.writes(world.sender(), red);
    world.later(61_000);
    const { sweep } = await import('../../src/staff/sweep.ts');
    await sweep(world.staff, mailing);
    smtp.close();
    expect(letters).to.have.length(1);
    expect(letters[0])
      .to.include('To: hoa@example.vn')
      .and.to.include('http://localhost:1/console')
      .and.not.include('danger-now');
  });
});

/** As much of SMTP as a letter needs. */
async function anSmtpServer(letters: string[]): Promise<TcpServer> {
  const server = createTcp((socket) => {
    let letter: string | undefined;
    let rest = '';
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      rest += chunk.toString();
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (letter !== undefined && line === '.') {
          letters.push(letter);
          letter = undefined;
          socket.write('250 taken\r\n');
        } else if (letter !== undefined) letter += `${line}\n`;
        else if (line === 'DATA') {
          letter = '';
          socket.write('354 go on\r\n');
        } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
