import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import sharp from 'sharp';
import { WebSocket } from 'ws';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { DirectLineClient } from '../../helpers/direct-line.ts';

const secret = 'a-secret-of-another-website-1234';
const minute = 60_000;

interface Started {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in: number;
  readonly streamUrl: string;
}

describe('Direct Line 3.0', () => {
  let app: TestApp;
  let shift = 0;
  before(async function () {
    this.timeout(240_000);
    app = await startApp({ env: { DIRECTLINE_SECRET: secret }, now: () => new Date(Date.now() + shift) });
  });
  after(() => app.stop());
  afterEach(() => {
    shift = 0;
  });

  const ask = (method: string, path: string, token?: string, body?: unknown, type = 'application/json') =>
    fetch(`${app.base}${path}`, {
      method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), 'content-type': type },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const opened = () => new DirectLineClient(app.base).open();
  const conversations = '/v3/directline/conversations';

  describe('tokens', () => {
    it('refuses with 401 who has none, a foreign one or a changed one, on every address', async () => {
      const { conversationId, token } = await opened();
      const at = `${conversations}/${conversationId}`;
      const [body] = token.split('.');
      const forged = Buffer.from(JSON.stringify({ c: conversationId, e: 9_999_999_999 })).toString(
        'base64url',
      );
      const bad = [
        undefined,
        '',
        'nonsense',
        `${body}.x`,
        `${forged}.${token.split('.')[1]}`,
        `${token}x`,
        secret.slice(1),
      ];
      const addresses = [
        ['POST', `${at}/activities`],
        ['GET', `${at}/activities`],
        ['GET', at],
        ['POST', `${at}/upload`],
        ['GET', `${at}/attachments/${randomUUID()}`],
        ['POST', conversations],
        ['POST', '/v3/directline/tokens/refresh'],
        ['POST', '/v3/directline/tokens/generate'],
      ] as const;
      for (const [method, path] of addresses)
        for (const each of bad) {
          const { status } = await ask(
            method,
            path,
            each,
            method === 'POST' ? { type: 'message', text: 'x' } : undefined,
          );
          expect(status, `${method} ${path} ${each}`).to.equal(401);
        }
    });

    it('refuses with 403 a token of another conversation', async () => {
      const [one, other] = [await opened(), await opened()];
      const at = `${conversations}/${other.conversationId}`;
      expect(
        (await ask('POST', `${at}/activities`, one.token, { type: 'message', text: 'x' })).status,
      ).to.equal(403);
      expect((await ask('GET', `${at}/activities`, one.token)).status).to.equal(403);
      expect((await ask('GET', at, one.token)).status).to.equal(403);
    });

    it('refuses with 403 one that has run out, refreshes it for a day, and not after that', async () => {
      const { conversationId, token } = await opened();
      const at = `${conversations}/${conversationId}/activities`;
      shift = 29 * minute;
      expect((await ask('GET', at, token)).status).to.equal(200);
      shift = 31 * minute;
      expect((await ask('GET', at, token)).status).to.equal(403);
      const refreshed = await ask('POST', '/v3/directline/tokens/refresh', token);
      expect(refreshed.status).to.equal(200);
      const fresh = (await refreshed.json()) as Started;
      expect(fresh).to.include({ conversationId, expires_in: 1800 });
      expect((await ask('GET', at, fresh.token)).status).to.equal(200);
      shift = 25 * 60 * minute;
      expect((await ask('POST', '/v3/directline/tokens/refresh', token)).status).to.equal(403);
    });

    it('gives tokens for a secret, and starts a conversation with either', async () => {
      const generated = (await (
        await ask('POST', '/v3/directline/tokens/generate', secret)
      ).json()) as Started;
      const first = await ask('POST', conversations, generated.token);
      expect(first.status).to.equal(201);
      const started = (await first.json()) as Started;
      expect(started.conversationId).to.equal(generated.conversationId);
      expect(started.streamUrl).to.match(
        /^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\/.+\/stream\?/u,
      );
      const bySecret = await ask('POST', conversations, secret);
      expect(bySecret.status).to.equal(201);
      expect(((await bySecret.json()) as Started).conversationId).not.to.equal(generated.conversationId);
    });
  });

  describe('conversations', () => {
    it('are found again by their watermark, and not found when they never began', async () => {
      const client = await opened();
      const at = `${conversations}/${client.conversationId}`;
      expect((await ask('GET', at, client.token)).status).to.equal(404);
      await client.ask({ type: 'event', name: 'opened' });
      const again = await ask('GET', `${at}?watermark=1`, client.token);
      expect(again.status).to.equal(200);
      expect(((await again.json()) as Started).streamUrl).to.contain('watermark=1');
      expect((await ask('POST', conversations, client.token)).status).to.equal(200);
    });

    it('take one message once, however often it is posted', async () => {
      const client = await opened();
      await client.ask({ type: 'event', name: 'opened' });
      const activity = { type: 'message', text: 'Em chào cô', channelData: { clientActivityID: 'abc' } };
      const posted = await Promise.all([1, 2, 3].map(() => client.post(activity)));
      expect(posted.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
      const ids = await Promise.all(
        posted.map(async (response) => ((await response.json()) as { id: string }).id),
      );
      expect(new Set(ids).size).to.equal(1);
      await client.answers();
      const own = client.seen.filter(({ from }) => from.id === 'user');
      expect(own.map(({ text, id, channelData }) => [text, id, channelData?.clientActivityID])).to.deep.equal(
        [['Em chào cô', ids[0], 'abc']],
      );
    });

    it('refuse with 409 other words under an id that was used, so that no client takes them for sent', async () => {
      const client = await opened();
      const posting = (text: string) =>
        client.post({ type: 'message', text, channelData: { clientActivityID: 'once' } });
      await client.ask({ type: 'event', name: 'opened' });
      expect((await posting('Em chào cô')).status).to.equal(200);
      await client.answers();
      expect((await posting('Em chào cô')).status).to.equal(200);
      expect((await posting('Em sợ')).status).to.equal(409);
    });

    it('may come from a page of another site, but the token of our own page may not', async () => {
      const origin = { origin: 'https://school.example', 'access-control-request-method': 'POST' };
      const preflight = (path: string) => fetch(`${app.base}${path}`, { method: 'OPTIONS', headers: origin });
      const allowed = await preflight(conversations);
      expect(allowed.status).to.equal(204);
      expect(allowed.headers.get('access-control-allow-origin')).to.equal('*');
      expect(allowed.headers.get('access-control-allow-headers')).to.contain('authorization');
      const refused = await ask('POST', conversations);
      expect(refused.headers.get('access-control-allow-origin'), 'a refusal can be read').to.equal('*');
      for (const path of ['/chat/token', '/api/staff/me'])
        expect((await preflight(path)).headers.get('access-control-allow-origin'), path).to.equal(null);
    });

    it('give only what comes after a watermark, and refuse one that is none', async () => {
      const client = await opened();
      const first = await client.ask({ type: 'event', name: 'opened' });
      expect(first.length).to.be.greaterThan(0);
      expect(await client.read()).to.deep.equal([]);
      const at = `${conversations}/${client.conversationId}/activities`;
      const all = (await (await ask('GET', at, client.token)).json()) as { activities: object[] };
      expect(all.activities).to.have.length(first.length);
      for (const bad of ['x', '-1', '1e9', '99999999999', '1;drop'])
        expect(
          (await ask('GET', `${at}?watermark=${encodeURIComponent(bad)}`, client.token)).status,
          bad,
        ).to.equal(400);
    });

    it('ignore typing and answer it', async () => {
      const client = await opened();
      expect((await client.post({ type: 'typing' })).status).to.equal(200);
    });
  });

  describe('the stream', () => {
    it('gives what is there, then what comes, with watermarks that lead on', async () => {
      const client = await opened();
      const stream = await listening(client);
      await client.post({ type: 'event', name: 'opened' });
      await until(() => stream.texts.length > 0);
      await client.post({ type: 'message', text: 'Có, an toàn', channelData: { clientActivityID: 'one' } });
      await until(() => stream.texts.some((text) => text.includes('"one"')));
      const sets = stream.texts.map(
        (text) => JSON.parse(text) as { activities: { id: string }[]; watermark: string },
      );
      const ids = sets.flatMap(({ activities }) => activities.map(({ id }) => id));
      expect(new Set(ids).size).to.equal(ids.length);
      stream.socket.close();
      const later = await listening(client, sets.at(-1)?.watermark);
      await pause(150);
      expect(later.texts).to.deep.equal([]);
      later.socket.close();
    });

    it('refuses 401 without a token, 403 with another or an old one, 400 and 404 for bad addresses', async () => {
      const [client, other] = [await opened(), await opened()];
      const at = `${conversations}/${client.conversationId}/stream`;
      expect(await refusal(app, `${at}`)).to.equal(401);
      expect(await refusal(app, `${at}?t=${other.token}`)).to.equal(403);
      expect(await refusal(app, `${at}?t=${client.token}&watermark=abc`)).to.equal(400);
      expect(await refusal(app, `/v3/directline/nothing?t=${client.token}`)).to.equal(404);
      shift = 31 * minute;
      expect(await refusal(app, `${at}?t=${client.token}`)).to.equal(403);
      shift = 0;
      expect((await ask('GET', '/healthz')).status).to.equal(200);
    });

    it('drops a client that sends a frame too large, and serves on', async () => {
      const client = await opened();
      const { socket } = await listening(client);
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      socket.send('x'.repeat(100_000));
      expect(await closed).to.equal(1009);
      expect((await client.post({ type: 'event', name: 'opened' })).status).to.equal(200);
    });
  });

  describe('uploads', () => {
    it('keep a photo, show it to its sender alone and without its place, and answer', async () => {
      const client = await opened();
      await client.ask({ type: 'event', name: 'opened' });
      const posted = await uploaded(client, [new File([await aPhoto()], 'me.jpg', { type: 'image/jpeg' })]);
      expect(posted.status).to.equal(200);
      await client.answers();
      const shown = client.seen.flatMap((activity) => attachmentsOf(activity));
      expect(shown.map(({ contentType }) => contentType)).to.deep.equal(['image/jpeg']);
      const view = await ask('GET', shown[0]!.contentUrl, client.token);
      expect(view.headers.get('content-type')).to.equal('image/jpeg');
      const bytes = Buffer.from(await view.arrayBuffer());
      expect((await sharp(bytes).metadata()).exif).to.equal(undefined);
      const stranger = await opened();
      expect((await ask('GET', shown[0]!.contentUrl, stranger.token)).status).to.equal(403);
      const elsewhere = shown[0]!.contentUrl.replace(client.conversationId, stranger.conversationId);
      expect((await ask('GET', elsewhere, stranger.token)).status).to.equal(404);
    });

    it('take a PDF that calls itself a photo for a PDF', async () => {
      const client = await opened();
      const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
      expect(
        (await uploaded(client, [new File([pdf], 'photo.jpg', { type: 'image/jpeg' })])).status,
      ).to.equal(200);
      await client.answers();
      expect(
        client.seen.flatMap((activity) => attachmentsOf(activity)).map(({ contentType }) => contentType),
      ).to.deep.equal(['application/pdf']);
    });

    it('refuse other kinds, broken forms, none and too many, and keep nothing of them', async () => {
      const client = await opened();
      const exe = new File([Buffer.from('MZ'.padEnd(500, '\0'))], 'a.jpg', { type: 'image/jpeg' });
      const photo = new File([await aPhoto()], 'a.jpg', { type: 'image/jpeg' });
      const stranger = `${conversations}/${client.conversationId}/upload`;
      expect(
        (await ask('POST', stranger, 'nonsense', 'x'.repeat(40_000_000))).status,
        'before it is read',
      ).to.equal(401);
      expect((await uploaded(client, [exe])).status).to.equal(415);
      expect((await uploaded(client, [])).status).to.equal(400);
      expect((await uploaded(client, Array(7).fill(photo))).status).to.equal(413);
      const at = `${conversations}/${client.conversationId}/upload`;
      expect((await ask('POST', at, client.token, 'x', 'multipart/form-data')).status).to.equal(400);
      expect(
        (await ask('POST', at, client.token, '--b\r\nrubbish', 'multipart/form-data; boundary=b')).status,
      ).to.equal(400);
      expect(await client.read()).to.deep.equal([]);
    });
  });
});

async function listening(client: DirectLineClient, watermark = '0') {
  const url = `${client.url.replace('http:', 'ws:')}/stream?t=${client.token}&watermark=${watermark}`;
  const socket = new WebSocket(url);
  const texts: string[] = [];
  socket.on('message', (data) => texts.push(String(data)));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, texts };
}

function refusal(app: TestApp, path: string): Promise<number> {
  const socket = new WebSocket(`${app.base.replace('http:', 'ws:')}${path}`);
  return new Promise((resolve) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('open', () => resolve(101));
    socket.on('error', () => undefined);
  });
}

async function until(ready: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !ready(); tries++) await pause(25);
  expect(ready()).to.equal(true);
}

function uploaded(client: DirectLineClient, files: readonly File[]): Promise<Response> {
  const form = new FormData();
  form.set(
    'activity',
    new Blob([JSON.stringify({ type: 'message' })], { type: 'application/vnd.microsoft.activity' }),
  );
  for (const file of files) form.append('file', file);
  return fetch(`${client.url}/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}` },
    body: form,
  });
}

function attachmentsOf(activity: object): readonly { contentType: string; contentUrl: string }[] {
  return 'attachments' in activity
    ? (activity.attachments as { contentType: string; contentUrl: string }[])
    : [];
}

function aPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: '#4a4' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '20/1 38/1 0/1' } })
    .toBuffer();
}
