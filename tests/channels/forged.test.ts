import { createHash, createHmac } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { messengerRoutes } from '../../src/channels/messenger/channel.ts';
import { messengerDefaults } from '../../src/channels/messenger/settings.ts';
import { MediaIntake } from '../../src/channels/push/media-intake.ts';
import { zaloRoutes } from '../../src/channels/zalo/channel.ts';
import { zaloDefaults } from '../../src/channels/zalo/settings.ts';
import type { HttpRequest, Route } from '../../src/domain/route.ts';
import { FakeClock } from './fake-clock.ts';
import { eventNames, fixture } from './fixtures.ts';
import { Files, Held, Inbox, Marks } from './ports.ts';

/** `WEBHOOK_FORGERIES=100000 npm test` for the figure in docs; fewer in each run of the suite. */
const runs = Number(process.env['WEBHOOK_FORGERIES'] ?? 5_000);

const clock = new FakeClock(1795478460000);
const inbox = new Inbox();
const held = new Held();
const media = new MediaIntake(
  { held, attachments: new Files(), reception: inbox, now: clock.now },
  { hosts: [], origins: [], maxBytes: 1, timeout: 1 },
);
const common = {
  reception: inbox,
  media,
  marks: new Marks(),
  alarm: () => undefined,
  count: () => undefined,
  now: clock.now,
};

const zalo = {
  ...zaloDefaults,
  appId: '1029384756102938475',
  appSecret: 'a',
  oaSecretKey: 'oa-secret-invented-0123456789',
  oaId: '4455667788990011223',
};
// The Graph address answers nobody: what is sent there is not under test.
const messenger = {
  ...messengerDefaults,
  appId: '246813579024680',
  appSecret: 'app-secret',
  verifyToken: 'v',
  pageId: '109876543210987',
  pageToken: 't',
  graphUrl: 'http://127.0.0.1:9',
};

interface Target {
  readonly name: 'zalo' | 'messenger';
  readonly route: Route;
  readonly bodies: readonly Buffer[];
  readonly sign: (body: Buffer) => Record<string, string>;
}

const targets: readonly Target[] = [
  {
    name: 'zalo',
    route: postRoute(zaloRoutes({ ...common, settings: zalo })),
    bodies: bodiesOf('zalo'),
    sign: (body) => {
      const { timestamp } = JSON.parse(body.toString('utf8'));
      const mac = createHash('sha256')
        .update(zalo.appId)
        .update(body)
        .update(String(timestamp))
        .update(zalo.oaSecretKey)
        .digest('hex');
      return { 'x-zevent-signature': `mac=${mac}` };
    },
  },
  {
    name: 'messenger',
    route: postRoute(messengerRoutes({ ...common, settings: messenger })),
    bodies: bodiesOf('messenger'),
    sign: (body) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', messenger.appSecret).update(body).digest('hex')}`,
    }),
  },
];

function postRoute(routes: readonly Route[]): Route {
  const route = routes.find(({ method }) => method === 'POST');
  if (route === undefined) throw new Error('no webhook');
  return route;
}

function bodiesOf(platform: 'zalo' | 'messenger'): readonly Buffer[] {
  return eventNames(platform).map((name) => Buffer.from(JSON.stringify(fixture(platform, name))));
}

function request(path: string, body: Buffer, headers: Record<string, string>): HttpRequest {
  return {
    method: 'POST',
    path,
    params: {},
    query: new URLSearchParams(),
    headers,
    body,
    remoteAddress: '127.0.0.1',
  };
}

type Attack = (
  genuine: { readonly body: Buffer; readonly headers: Record<string, string> },
  random: number,
) => { body: Buffer; headers: Record<string, string> };

const name = (headers: Record<string, string>): string => Object.keys(headers)[0] ?? '';
const withHeader = (headers: Record<string, string>, change: (value: string) => string) => ({
  [name(headers)]: change(Object.values(headers)[0] ?? ''),
});

/** Everything that someone without the secret can do to a webhook that they have seen. */
const attacks: Readonly<Record<string, Attack>> = {
  flippedBit: ({ body, headers }, random) => {
    const changed = Buffer.from(body);
    const at = random % changed.length;
    changed[at] = (changed[at] ?? 0) ^ (1 << (random % 8));
    return { body: changed, headers };
  },
  truncated: ({ body, headers }, random) => ({ body: body.subarray(0, random % body.length), headers }),
  lengthened: ({ body, headers }, random) => ({
    body: Buffer.concat([body, Buffer.from(' '.repeat(1 + (random % 9)))]),
    headers,
  }),
  repeatedKey: ({ body, headers }) => ({
    body: Buffer.concat([Buffer.from('{"event_name":"user_send_text",'), body.subarray(1)]),
    headers,
  }),
  otherSignature: ({ body, headers }, random) => ({
    body,
    headers: withHeader(headers, (value) =>
      value.replace(/.$/u, (last) => ((parseInt(last, 16) + 1 + (random % 15)) % 16).toString(16)),
    ),
  }),
  shortSignature: ({ body, headers }, random) => ({
    body,
    headers: withHeader(headers, (value) => value.slice(0, random % value.length)),
  }),
  longSignature: ({ body, headers }) => ({ body, headers: withHeader(headers, (value) => `${value}0`) }),
  noSignature: ({ body }) => ({ body, headers: {} }),
  hmacForZalo: ({ body }) => ({
    body,
    headers: {
      'x-zevent-signature': createHmac('sha256', 'guess').update(body).digest('hex'),
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'guess').update(body).digest('hex')}`,
    },
  }),
  garbage: (_genuine, random) => ({
    body: Buffer.from(Array.from({ length: random % 300 }, (_each, at) => (random * (at + 7)) % 256)),
    headers: { 'x-zevent-signature': 'mac=00', 'x-hub-signature-256': 'sha256=00' },
  }),
  swappedBodies: ({ headers }, random) => ({
    body: Buffer.from(
      JSON.stringify({
        app_id: zalo.appId,
        timestamp: '1795478401123',
        event_name: 'user_send_text',
        sender: { id: String(random) },
        message: { text: 'giả', msg_id: 'x' },
      }),
    ),
    headers,
  }),
};

describe('webhooks of someone else', () => {
  for (const target of targets) {
    it(`are never taken by ${target.name}: forged, cut and changed in ${runs} ways`, async function () {
      this.timeout(600_000);
      const before = process.memoryUsage().heapUsed;
      const received = inbox.events.length;
      await fc.assert(
        fc.asyncProperty(
          fc.nat(),
          fc.constantFrom(...Object.keys(attacks)),
          fc.nat(),
          async (which, kind, random) => {
            const body = target.bodies[which % target.bodies.length]!;
            const forged = attacks[kind]!({ body, headers: target.sign(body) }, random);
            const { status } = await target.route.handle(
              request(target.route.path, forged.body, forged.headers),
            );
            expect(status).to.be.oneOf([200, 401]);
            expect(inbox.events.length + held.rows.size, `${kind} was taken`).to.equal(received);
          },
        ),
        { numRuns: runs },
      );
      global.gc?.();
      const grown = (process.memoryUsage().heapUsed - before) / 1e6;
      expect(grown, 'memory').to.be.lessThan(100);
    });
  }

  for (const target of targets) {
    it(`and genuine ones replayed are taken once by ${target.name}`, async () => {
      const deliver = async () => {
        for (const body of target.bodies) {
          const { status } = await target.route.handle(request(target.route.path, body, target.sign(body)));
          expect(status).to.equal(200);
        }
      };
      await deliver();
      const taken = inbox.events.length + held.rows.size;
      expect(taken).to.be.greaterThan(10);
      for (let times = 0; times < 5; times++) await deliver();
      expect(inbox.events.length + held.rows.size).to.equal(taken);
    });
  }

  it('and a Zalo webhook of hours ago is not taken, signed as it is', async () => {
    const [target] = targets;
    const taken = inbox.events.length;
    clock.pass(4 * 3_600_000);
    const body = Buffer.from(
      JSON.stringify({ ...fixture('zalo', 'user_send_text'), message: { text: 'cũ', msg_id: 'never-seen' } }),
    );
    const { status } = await target!.route.handle(request(target!.route.path, body, target!.sign(body)));
    expect(status).to.equal(200);
    expect(inbox.events.length).to.equal(taken);
  });
});
