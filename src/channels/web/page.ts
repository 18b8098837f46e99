import type { HttpRequest, HttpResponse, Route } from '../../domain/route.ts';
import type { Asset } from '../../web/build.ts';
import { chatDocument } from './document.ts';
import type { Locale, WebChatParts } from './load.ts';

const week = 7 * 24 * 3600;

/**
 * The web chat page at `/`, and its files. The page is never stored by a browser (no-store keeps it out of
 * caches and of most back-forward caches); its files carry their hash in their name and never change.
 */
export function webChatRoutes({ built, texts }: WebChatParts): readonly Route[] {
  const pages = { vi: chatDocument(texts.vi, built), en: chatDocument(texts.en, built) };
  return [
    { method: 'GET', path: '/', handle: async (request) => page(pages[localeOf(request)]) },
    { method: 'GET', path: '/favicon.ico', handle: async () => file(built.icon, `max-age=${week}`) },
    ...[built.script, built.style, built.icon].map(assetRoute),
  ];
}

function localeOf(request: HttpRequest): Locale {
  return request.query.get('lang') === 'en' ? 'en' : 'vi';
}

function page(body: string): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body,
  };
}

function assetRoute(asset: Asset): Route {
  const forEver = 'public, max-age=31536000, immutable';
  return {
    method: 'GET',
    path: `/assets/${asset.name}`,
    handle: async ({ headers }) => {
      const zipped = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
      const { status, headers: plain = {}, body } = file(asset, forEver);
      if (!zipped) return { status, headers: plain, body };
      return { status, headers: { ...plain, 'content-encoding': 'gzip' }, body: asset.gzip };
    },
  };
}

function file(asset: Asset, caching: string): HttpResponse {
  const headers = { 'content-type': asset.contentType, 'cache-control': caching, vary: 'accept-encoding' };
  return { status: 200, headers, body: asset.bytes };
}
