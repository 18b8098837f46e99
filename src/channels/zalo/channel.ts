import type { AttachmentStore, Reception } from '../../conversations/ports.ts';
import type { HeldEvents, SendingMarks } from '../../conversations/push-ports.ts';
import type { Channel } from '../../domain/channel.ts';
import type { HttpRequest, HttpResponse, Route } from '../../domain/route.ts';
import { localOrigin } from '../push/fetch-media.ts';
import { MediaIntake } from '../push/media-intake.ts';
import type { Alarm, Count } from '../push/signals.ts';
import { receiveZalo, type ZaloReceived } from './receive.ts';
import { zaloMark } from './send.ts';
import { type ZaloSettings, zaloLimits, zaloMediaHosts } from './settings.ts';
import { verifyZalo } from './verify.ts';

export const zalo: Channel = { name: 'zalo', delivery: 'push', limits: zaloLimits };

export interface ZaloParts {
  readonly settings: ZaloSettings;
  readonly reception: Reception;
  readonly media: MediaIntake;
  readonly marks: SendingMarks;
  readonly alarm: Alarm;
  readonly count: Count;
  readonly now: () => Date;
}

export interface ZaloMediaParts {
  readonly held: HeldEvents;
  readonly attachments: Pick<AttachmentStore, 'keep'>;
  readonly reception: Reception;
  readonly now: () => Date;
  readonly largestFile: number;
}

/** Fetches the files people send; `work()` is to be called by a timer as well. */
export function zaloMedia(settings: Pick<ZaloSettings, 'apiUrl'>, parts: ZaloMediaParts): MediaIntake {
  const origins = localOrigin(settings.apiUrl);
  return new MediaIntake(parts, {
    hosts: zaloMediaHosts,
    origins,
    maxBytes: parts.largestFile,
    timeout: 10_000,
  });
}

/**
 * The webhook must answer 200 within two seconds, to everything genuine. A retry ladder of five steps
 * (30 s … 1 h) that fails unsubscribes the app, so only forgeries and our own failures get anything else.
 */
export function zaloRoutes(parts: ZaloParts): readonly Route[] {
  const { siteVerification } = parts.settings;
  const proof: readonly Route[] =
    siteVerification === undefined
      ? []
      : [
          {
            method: 'GET',
            path: `/zalo_verifier${siteVerification}.html`,
            handle: async () => sitePage(siteVerification),
          },
        ];
  return [
    // The console looks whether the address answers; the sources disagree how.
    { method: 'GET', path: '/webhooks/zalo', handle: async () => ({ status: 200, body: 'ok' }) },
    { method: 'POST', path: '/webhooks/zalo', handle: (request) => webhook(parts, request) },
    ...proof,
  ];
}

async function webhook(parts: ZaloParts, request: HttpRequest): Promise<HttpResponse> {
  const header = request.headers['x-zevent-signature'];
  const { appId, oaSecretKey } = parts.settings;
  const check = verifyZalo(request.body, Array.isArray(header) ? header[0] : header, {
    appId,
    oaSecretKey,
    now: parts.now(),
  });
  if (check.kind === 'genuine') return take(parts, check.event, check.at);
  parts.count(check.why, 'refused');
  // A signed event hours away from our clock is not taken, but most likely our own clock is wrong.
  if (check.why === 'clock') parts.alarm('zalo.clock');
  // The console's test button sends unsigned samples and must see the address work; nothing is done with them.
  const polite = check.why === 'unsigned' || check.why === 'clock';
  return polite
    ? { status: 200, body: 'ok' }
    : {
        status: 401,
        body: { error: { code: 'request.unauthorised', message: 'the signature does not fit' } },
      };
}

async function take(
  parts: ZaloParts,
  event: Readonly<Record<string, unknown>>,
  at: number,
): Promise<HttpResponse> {
  const { oaId } = parts.settings;
  const received = receiveZalo(event, { at, ...(oaId === undefined ? {} : { oaId }) });
  await keep(parts, received);
  const name = typeof event['event_name'] === 'string' ? event['event_name'].slice(0, 60) : 'none';
  parts.count(
    received.kind === 'ignored' && received.why !== 'known' ? received.why : name,
    received.kind === 'ignored' ? 'ignored' : 'received',
  );
  return { status: 200, body: 'ok' };
}

async function keep(parts: ZaloParts, received: ZaloReceived): Promise<void> {
  if (received.kind === 'event') await parts.reception.receive(received.event);
  if (received.kind === 'media') await parts.media.hold(received.event);
  if (received.kind === 'echo') await parts.marks.arrived(zaloMark(received.senderId, received.text));
}

/** The file by which Zalo sees that the domain is ours; its form is from memory. */
function sitePage(code: string): HttpResponse {
  const page = `<!DOCTYPE html><html lang="en"><head><meta property="zalo-platform-site-verification" content="${code}" /></head><body></body></html>`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
}
