import type { LookupAddress } from 'node:dns';
import { lookup as dnsLookup } from 'node:dns';
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface MediaRule {
  /** Names a file may come from, and all names under them, e.g. `zdn.vn`. */
  readonly hosts: readonly string[];
  /** Whole origins outside that rule: a platform that a test plays on this machine. */
  readonly origins: readonly string[];
  readonly maxBytes: number;
  readonly timeout: number;
}

export type Fetched =
  | { readonly kind: 'file'; readonly bytes: Buffer }
  /** `refused` is for good: the address is not the platform's, or the file is too large or gone. */
  | { readonly kind: 'refused'; readonly why: 'address' | 'too-large' | 'gone' }
  | { readonly kind: 'failed' };

const mostRedirects = 2;

/**
 * Fetches a file that a platform names. An event is signed, but its links are still input: only the
 * platform's own hosts, only https on its own port, never an address inside our network, and a
 * redirect is held to the same rule.
 */
export async function fetchMedia(address: string, rule: MediaRule): Promise<Fetched> {
  const deadline = AbortSignal.timeout(rule.timeout);
  let url = allowed(address, rule);
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    if (url === undefined) return { kind: 'refused', why: 'address' };
    const step = await fetchOnce(url, rule, deadline);
    if (step.kind !== 'moved') return step;
    url = allowed(step.to, rule);
  }
  return { kind: 'refused', why: 'address' };
}

/** The address, if a file may be fetched from it. */
export function allowed(address: string, rule: Pick<MediaRule, 'hosts' | 'origins'>): URL | undefined {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (rule.origins.includes(url.origin)) return url;
  if (url.protocol !== 'https:' || url.port !== '' || isIP(url.hostname.replace(/^\[|\]$/gu, '')) !== 0)
    return undefined;
  const host = url.hostname.toLowerCase();
  return rule.hosts.some((name) => host === name || host.endsWith(`.${name}`)) ? url : undefined;
}

type Step = Fetched | { readonly kind: 'moved'; readonly to: string };

function fetchOnce(url: URL, rule: MediaRule, deadline: AbortSignal): Promise<Step> {
  const trusted = rule.origins.includes(url.origin);
  return new Promise((resolve) => {
    const options: RequestOptions = {
      signal: deadline,
      headers: { accept: '*/*', 'accept-encoding': 'identity' },
      ...(trusted ? {} : { lookup: publicOnly }),
    };
    const take = (response: IncomingMessage): void => {
      read(response, url, rule).then(resolve, () => resolve({ kind: 'failed' }));
    };
    const request: ClientRequest =
      url.protocol === 'https:' ? httpsRequest(url, options, take) : httpRequest(url, options, take);
    request.on('error', () => resolve({ kind: 'failed' }));
    request.end();
  });
}

async function read(response: IncomingMessage, url: URL, { maxBytes }: MediaRule): Promise<Step> {
  const status = response.statusCode ?? 0;
  const location = response.headers.location;
  if (status >= 300 && status < 400 && location !== undefined) {
    response.destroy();
    return { kind: 'moved', to: URL.parse(location, url.href)?.href ?? '' };
  }
  if (status !== 200) {
    response.destroy();
    return status >= 400 && status < 500 && status !== 408 && status !== 429
      ? { kind: 'refused', why: 'gone' }
      : { kind: 'failed' };
  }
  return readBytes(response, maxBytes);
}

async function readBytes(response: IncomingMessage, maxBytes: number): Promise<Fetched> {
  const tooLarge = { kind: 'refused', why: 'too-large' } as const;
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    return tooLarge;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    // Leaving the loop destroys the response, so that the rest is not downloaded.
    if (size > maxBytes) return tooLarge;
    chunks.push(chunk);
  }
  return response.complete ? { kind: 'file', bytes: Buffer.concat(chunks, size) } : { kind: 'failed' };
}

// Two lists: in one, `::ffff:0:0/96` would stand for every IPv4 address.
const inside4 = new BlockList();
const inside6 = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
]) {
  inside4.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside6.addSubnet(net, bits, 'ipv6');
}

export function isInside({ address, family }: LookupAddress): boolean {
  return family === 6 ? inside6.check(address, 'ipv6') : inside4.check(address, 'ipv4');
}

/** Looks a name up and refuses it when any of its addresses is one of ours: a name may be made to point anywhere. */
const publicOnly: LookupFunction = (hostname, options, done) => {
  dnsLookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return done(error, [], 0);
    if (found.length === 0 || found.some(isInside))
      return done(new Error('an address inside our network'), [], 0);
    if (options.all === true) return done(null, found);
    const [first] = found;
    done(null, first?.address ?? '', first?.family ?? 4);
  });
};

/** A platform played on this machine also serves its files; the real ones never do from a loopback address. */
export function localOrigin(apiUrl: string): readonly string[] {
  const url = URL.parse(apiUrl);
  return url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) ? [url.origin] : [];
}
