import { expect } from 'chai';
import {
  allowed,
  fetchMedia,
  isInside,
  localOrigin,
  type MediaRule,
} from '../../../src/channels/push/fetch-media.ts';
import { MediaIntake } from '../../../src/channels/push/media-intake.ts';
import { type Medium, onePixel, serveMedium } from '../../helpers/platforms/media.ts';
import { type Served, serve } from '../../helpers/platforms/server.ts';
import { FakeClock } from '../fake-clock.ts';
import { Files, Held, Inbox } from '../ports.ts';

const zaloHosts = ['zdn.vn', 'zadn.vn'];

describe('where files are fetched from', () => {
  for (const [address, taken, description] of [
    ['https://f6.photo.talk.zdn.vn/1/full.jpg', true, 'a host of the platform'],
    ['https://zdn.vn/a', true, 'the name itself'],
    ['http://f6.photo.talk.zdn.vn/a', false, 'without TLS'],
    ['https://zdn.vn:8443/a', false, 'another port'],
    ['https://evilzdn.vn/a', false, 'a name that only ends alike'],
    ['https://zdn.vn.evil.example/a', false, 'a name that only begins alike'],
    ['https://evil.example/?zdn.vn', false, 'the name in the query'],
    ['https://zdn.vn@evil.example/a', false, 'the name as a user'],
    ['https://user:word@f6.zdn.vn/a', false, 'a user and password'],
    ['https://127.0.0.1/a', false, 'this machine'],
    ['https://[::1]/a', false, 'this machine, IPv6'],
    ['https://2130706433/a', false, 'this machine, as a number'],
    ['https://169.254.169.254/latest/meta-data', false, 'the metadata of a cloud'],
    ['https://localhost/a', false, 'localhost'],
    ['file:///etc/passwd', false, 'a file'],
    ['data:text/plain,a', false, 'a data address'],
    ['ftp://zdn.vn/a', false, 'another protocol'],
    ['//zdn.vn/a', false, 'no protocol'],
    ['not an address', false, 'no address'],
    ['', false, 'nothing'],
  ] as const) {
    it(`is ${taken ? '' : 'not '}${description}`, () => {
      expect(allowed(address, { hosts: zaloHosts, origins: [] }) !== undefined).to.equal(taken);
    });
  }

  for (const [address, family, inside] of [
    ['10.1.2.3', 4, true],
    ['172.20.0.1', 4, true],
    ['192.168.1.1', 4, true],
    ['100.64.0.1', 4, true],
    ['127.0.0.2', 4, true],
    ['169.254.169.254', 4, true],
    ['0.0.0.0', 4, true],
    ['224.0.0.1', 4, true],
    ['255.255.255.255', 4, true],
    ['::1', 6, true],
    ['::ffff:10.0.0.1', 6, true],
    ['fd00::1', 6, true],
    ['fe80::1', 6, true],
    ['118.69.1.1', 4, false],
    ['2402:800::1', 6, false],
  ] as const) {
    it(`${inside ? 'counts' : 'does not count'} ${address} as inside our network`, () => {
      expect(isInside({ address, family })).to.equal(inside);
    });
  }

  it('takes a platform on this machine only when the API itself is there', () => {
    expect(localOrigin('http://127.0.0.1:4000/v25.0')).to.deep.equal(['http://127.0.0.1:4000']);
    expect(localOrigin('https://openapi.zalo.me')).to.deep.equal([]);
  });
});

describe('fetching a file', () => {
  const media = new Map<string, Medium>();
  let server: Served;
  let other: Served;
  let rule: MediaRule;
  before(async () => {
    server = await serve(({ url }) => serveMedium(media.get(url.pathname.slice(1))));
    other = await serve(async () => ({ status: 200, body: 'inside' }));
    rule = { hosts: [], origins: [server.url], maxBytes: 1_000_000, timeout: 500 };
  });
  after(async () => {
    await server.close();
    await other.close();
  });

  const fetched = async (medium: Medium): Promise<string> => {
    media.set('file', medium);
    const result = await fetchMedia(`${server.url}/file`, rule);
    return result.kind === 'refused' ? `refused ${result.why}` : result.kind;
  };

  it('gives its bytes', async () => expect(await fetched(onePixel)).to.equal('file'));
  it('follows a redirect to the same platform', async () => {
    media.set('there', onePixel);
    expect(await fetched({ kind: 'redirect', to: '/there' })).to.equal('file');
  });
  it('follows no redirect to elsewhere', async () =>
    expect(await fetched({ kind: 'redirect', to: other.url })).to.equal('refused address'));
  it('ends a circle of redirects', async () =>
    expect(await fetched({ kind: 'redirect', to: '/file' })).to.equal('refused address'));
  it('stops at the limit when too much comes', async () =>
    expect(await fetched({ kind: 'endless' })).to.equal('refused too-large'));
  it('stops at the announced size', async () =>
    expect(await fetched({ kind: 'endless', announced: 2_000_000 })).to.equal('refused too-large'));
  it('gives up on a slow host', async () =>
    expect(await fetched({ kind: 'slow', milliseconds: 900 })).to.equal('failed'));
  it('is refused for good when the file is gone', async () =>
    expect(await fetched({ kind: 'status', status: 404 })).to.equal('refused gone'));
  it('may be tried again when the host has trouble', async () =>
    expect(await fetched({ kind: 'status', status: 503 })).to.equal('failed'));
});

describe('a message with files', () => {
  const media = new Map<string, Medium>();
  let server: Served;
  const clock = new FakeClock('2026-11-24T08:00:00Z');
  before(async () => {
    server = await serve(({ url }) => serveMedium(media.get(url.pathname.slice(1))));
  });
  after(() => server.close());

  const stage = () => {
    const parts = { held: new Held(), attachments: new Files(), reception: new Inbox(), now: clock.now };
    return {
      ...parts,
      intake: new MediaIntake(parts, { hosts: [], origins: [server.url], maxBytes: 1_000_000, timeout: 500 }),
    };
  };
  const event = (text?: string) =>
    ({
      channel: 'zalo',
      senderId: '7',
      externalId: 'm1',
      occurredAt: 5,
      urls: [`${server.url}/a`],
      ...(text === undefined ? {} : { text }),
    }) as const;

  it('is received with its files, once', async () => {
    media.set('a', onePixel);
    const { intake, reception, attachments } = stage();
    expect(await intake.hold(event('đây ạ'))).to.equal('held');
    expect(await intake.hold(event('đây ạ'))).to.equal('duplicate');
    await intake.work();
    expect(attachments.kept).to.have.length(1);
    expect(
      reception.events.map(({ externalId, content }) => [
        externalId,
        content.kind,
        content.kind === 'attachments' && content.attachments.length,
      ]),
    ).to.deep.equal([['m1', 'attachments', 1]]);
  });

  it('says its words at once when the file has to wait, and the file later, without the words', async () => {
    media.set('a', { kind: 'status', status: 503 });
    const { intake, reception } = stage();
    await intake.hold(event('bố đang đánh em'));
    await intake.work();
    expect(reception.events.map(({ content }) => content)).to.deep.equal([
      { kind: 'text', text: 'bố đang đánh em' },
    ]);
    media.set('a', onePixel);
    clock.pass(10_000);
    await intake.work();
    const [, second] = reception.events;
    expect(second?.content).to.have.property('kind', 'attachments');
    expect(second?.content).to.not.have.property('text');
  });

  it('is received without the file when that is gone or of a kind not taken', async () => {
    media.set('a', { kind: 'status', status: 410 });
    const { intake, reception } = stage();
    await intake.hold(event());
    await intake.work();
    expect(reception.events[0]?.content).to.deep.equal({ kind: 'attachments', attachments: [] });
  });

  it('is fetched by the next process when one dies in between', async () => {
    media.set('a', onePixel);
    const { intake, held, reception } = stage();
    await held.hold('m1', event(), clock.now());
    await held.claim(clock.now(), 1, 90_000);
    await intake.work();
    expect(reception.events).to.have.length(0);
    clock.pass(91_000);
    await intake.work();
    expect(reception.events).to.have.length(1);
  });

  it('gives up after some tries, and says so by an empty list', async () => {
    media.set('a', { kind: 'status', status: 500 });
    const { intake, reception } = stage();
    await intake.hold(event());
    for (let tries = 0; tries < 8; tries++) {
      await intake.work();
      clock.pass(120_000);
    }
    expect(reception.events.map(({ content }) => content)).to.deep.equal([
      { kind: 'attachments', attachments: [] },
    ]);
  });
});
