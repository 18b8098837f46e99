import type { AttachmentStore, Reception } from '../../conversations/ports.ts';
import type { HeldEvents, SendingMarks } from '../../conversations/push-ports.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Content } from '../../domain/message.ts';
import type { HttpRequest, HttpResponse, Route } from '../../domain/route.ts';
import { localOrigin } from '../push/fetch-media.ts';
import { MediaIntake } from '../push/media-intake.ts';
import type { Alarm, Count } from '../push/signals.ts';
import { parseJson } from '../push/signature.ts';
import { graph } from './graph.ts';
import { type MessengerReceived, receiveMessenger } from './receive.ts';
import { type MessengerSettings, messengerLimits, messengerMediaHosts } from './settings.ts';
import { challengeFor, verifyMessenger } from './verify.ts';

export const messenger: Channel = { name: 'messenger', delivery: 'push', limits: messengerLimits };

export interface MessengerParts {
  readonly settings: MessengerSettings;
  readonly reception: Reception;
  readonly media: MediaIntake;
  readonly marks: SendingMarks;
  readonly alarm: Alarm;
  readonly count: Count;
  readonly now: () => Date;
}

export interface MessengerMediaParts {
  readonly held: HeldEvents;
  readonly attachments: Pick<AttachmentStore, 'keep'>;
  readonly reception: Reception;
  readonly now: () => Date;
  readonly largestFile: number;
}

/** Fetches the files people send; `work()` is to be called by a timer as well. */
export function messengerMedia(
  settings: Pick<MessengerSettings, 'graphUrl'>,
  parts: MessengerMediaParts,
): MediaIntake {
  const origins = localOrigin(settings.graphUrl);
  return new MediaIntake(parts, {
    hosts: messengerMediaHosts,
    origins,
    maxBytes: parts.largestFile,
    timeout: 10_000,
  });
}

/** A batch may hold up to a thousand events. */
const largestBatch = 1024 * 1024;

/**
 * The webhook must answer 200 within five seconds to everything genuine, also to what it does not know:
 * an hour of failures unsubscribes the app from the Page.
 */
export function messengerRoutes(parts: MessengerParts): readonly Route[] {
  return [
    { method: 'GET', path: '/webhooks/messenger', handle: async (request) => challenge(parts, request) },
    {
      method: 'POST',
      path: '/webhooks/messenger',
      maxBytes: largestBatch,
      handle: (request) => webhook(parts, request),
    },
  ];
}

/** As plain text: the challenge is input from outside, and a page of ours must not repeat it as HTML. */
function challenge({ settings, count }: MessengerParts, { query }: HttpRequest): HttpResponse {
  const answer = challengeFor(query, settings.verifyToken);
  if (answer !== undefined)
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: answer };
  count('verification', 'refused');
  return {
    status: 403,
    body: { error: { code: 'request.forbidden', message: 'the verify token does not fit' } },
  };
}

async function webhook(parts: MessengerParts, request: HttpRequest): Promise<HttpResponse> {
  const header = request.headers['x-hub-signature-256'];
  if (!verifyMessenger(request.body, Array.isArray(header) ? header[0] : header, parts.settings.appSecret)) {
    parts.count('signature', 'refused');
    return {
      status: 401,
      body: { error: { code: 'request.unauthorised', message: 'the signature does not fit' } },
    };
  }
  const { pageId, appId } = parts.settings;
  const received = receiveMessenger(parseJson(request.body.toString('utf8')), {
    pageId,
    appId,
    now: parts.now(),
  });
  for (const each of received) await take(parts, each);
  return { status: 200, body: 'EVENT_RECEIVED' };
}

const byStaff: ReadonlySet<Content['kind']> = new Set(['staff-echo', 'staff-returned']);

/** Redelivery goes on for 36 hours at most; anything older is a replay, or our clock is wrong. */
const oldest = 48 * 3600 * 1000;

async function take(parts: MessengerParts, received: MessengerReceived): Promise<void> {
  const { reception, media, marks, alarm, count } = parts;
  if (received.kind === 'ignored') return count(received.name, 'ignored');
  if (received.kind === 'policy') return policy(parts, received.action);
  if (received.kind === 'echo') {
    await marks.arrived(received.mark);
    return count('echo', 'received');
  }
  if (parts.now().getTime() - received.event.occurredAt > oldest) {
    alarm('messenger.clock');
    return count('clock', 'refused');
  }
  if (received.kind === 'media') await media.hold(received.event);
  else await reception.receive(received.event);
  count(received.name, 'received');
  if (received.kind === 'media' || !byStaff.has(received.event.content.kind))
    void markSeen(parts, received.event.senderId);
}

function policy({ alarm, count }: MessengerParts, action: string): void {
  if (action !== 'unblock')
    alarm('messenger.policy', action === 'block' || action === 'warning' ? action : 'other');
  count('policy_enforcement', 'received');
}

/** The person sees that it has arrived. Nothing waits for this, and nothing comes of its failing. */
async function markSeen({ settings }: MessengerParts, senderId: string): Promise<void> {
  await graph(settings, {
    path: `${settings.pageId}/messages`,
    body: { recipient: { id: senderId }, sender_action: 'mark_seen' },
  });
}
