import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { HttpRequest } from '../../../src/domain/route.ts';
import { consolePages } from '../../../src/web/serve-console.ts';

const asking = (path: string, headers: HttpRequest['headers'] = {}): HttpRequest => ({
  method: 'GET',
  path,
  params: {},
  query: new URLSearchParams(),
  headers,
  body: Buffer.alloc(0),
  remoteAddress: '',
});

describe('serving the console', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Bàn trực</title>');
    writeFileSync(join(folder, 'sw.js'), '1');
    writeFileSync(join(folder, 'assets/index-abc.js'), 'x'.repeat(5000));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function get(path: string, headers?: HttpRequest['headers']) {
    const pages = consolePages(async () => folder);
    await pages.ready;
    const response = await pages.routes[0]?.handle(asking(path, headers));
    if (response === undefined) throw new Error('no route');
    return response;
  }

  it('says that it is being prepared until it is built', async () => {
    const pages = consolePages(() => new Promise(() => undefined));
    const response = await pages.routes[0]?.handle(asking('/console'));
    expect(response?.status).to.equal(503);
    expect(response?.body).to.include('Bàn trực đang chuẩn bị').and.to.include('http-equiv="refresh"');
  });

  it('says so when it could not be built, instead of waiting for ever', async () => {
    const pages = consolePages(() => Promise.reject(new Error('no vite')));
    await pages.ready.catch(() => undefined);
    const response = await pages.routes[0]?.handle(asking('/console'));
    expect(response?.body).to.include('chưa mở được').and.not.to.include('refresh');
  });

  it('answers every page of the console with the one page, never kept', async () => {
    for (const path of ['/console/', '/console/chat/c1', '/console/setup']) {
      const { status, headers, body } = await get(path);
      expect([status, headers?.['cache-control'], String(body)]).to.deep.equal([
        200,
        'no-cache',
        '<!doctype html><title>Bàn trực</title>',
      ]);
    }
  });

  it('leads into its folder, where its service worker reaches it', async () => {
    const { status, headers } = await get('/console');
    expect([status, headers?.['location']]).to.deep.equal([302, '/console/']);
  });

  it('keeps hashed files for ever and packs them for those who can unpack', async () => {
    const { headers, body } = await get('/console/assets/index-abc.js', { 'accept-encoding': 'gzip, br' });
    expect(headers).to.include({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect(Buffer.isBuffer(body) && gunzipSync(body).length).to.equal(5000);
  });

  it('hides nothing behind the page: unknown assets and API addresses are not found', async () => {
    for (const path of ['/console/assets/old.js', '/console/api/nothing', '/console/../package.json']) {
      const { status, body } = await get(path);
      if (path.includes('..')) expect(String(body)).to.include('Bàn trực');
      else expect(status).to.equal(404);
    }
  });
});
