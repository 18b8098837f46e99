import { z } from 'zod';
import type { Channel } from '../../domain/channel.ts';
import { UserError } from '../../domain/errors.ts';
import { saved, shown } from '../../domain/file-answer.ts';
import { neutralName } from '../../domain/file-kind.ts';
import { AttachmentId } from '../../domain/ids.ts';
import type { HttpRequest, HttpResponse, Route, StreamRoute } from '../../domain/route.ts';
import { refuseConflict } from './conflict.ts';
import { deskActivities, deskStep, postAsDesk } from './desk.ts';
import type { DirectLineParts } from './parts.ts';
import { parseActivity, receiveActivity } from './receive.ts';
import { toActivities } from './send.ts';
import { streamActivities } from './stream.ts';
import { largestUploadBody, readUpload } from './upload.ts';
import { newConversationId, tokenLife } from './verify.ts';

export const directline: Channel = {
  name: 'directline',
  delivery: 'pull',
  limits: { textLength: 4000, buttons: 6, buttonTitleLength: 60, takesFiles: true },
};

const base = '/v3/directline';
const mostActivities = 200;

/** Direct Line 3.0 (REST): https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference */
export function directLineRoutes(parts: DirectLineParts): readonly Route[] {
  const at = `${base}/conversations/:conversationId`;
  const openPage: Route = {
    method: 'POST',
    path: '/chat/token',
    handle: (request) => openChat(parts, request),
  };
  const routes: readonly Route[] = [
    { method: 'POST', path: `${base}/tokens/generate`, handle: (request) => generate(parts, request) },
    { method: 'POST', path: `${base}/tokens/refresh`, handle: (request) => refresh(parts, request) },
    { method: 'POST', path: `${base}/conversations`, handle: (request) => start(parts, request) },
    { method: 'GET', path: at, handle: (request) => reconnect(parts, request) },
    { method: 'POST', path: `${at}/activities`, handle: (request) => post(parts, request) },
    { method: 'GET', path: `${at}/activities`, handle: (request) => activities(parts, request) },
    {
      method: 'POST',
      path: `${at}/upload`,
      maxBytes: largestUploadBody,
      admit: async (request) => allow(parts, 'upload', admit(parts, request)),
      handle: (request) => upload(parts, request),
    },
    {
      method: 'GET',
      path: `${at}/attachments/:attachmentId`,
      handle: (request) => attachment(parts, request),
    },
  ];
  // A client as Web Chat runs in pages of other sites; our own page's token is for our own page.
  return [openPage, ...routes.map((route) => ({ ...route, crossOrigin: true as const }))];
}

export function directLineStreams(parts: DirectLineParts): readonly StreamRoute[] {
  return [
    {
      path: /^\/v3\/directline\/conversations\/(?<conversationId>[^/]+)\/stream$/u,
      accept: async ({ params, query, headers }) => {
        const conversationId = params['conversationId'] ?? '';
        // The secret never stands in an address, which is logged on the way; a desk's server sends the header.
        const desk = isDesk(parts, headers.authorization);
        const check = parts.tokens.check(`Bearer ${query.get('t') ?? ''}`, parts.now());
        if (!desk && check.kind !== 'token') return 401;
        if (!desk && (check.kind !== 'token' || check.expired || check.conversationId !== conversationId))
          return 403;
        const after = parseWatermark(query);
        if (after === undefined) return 400;
        return (stream) => streamActivities(parts, { conversationId, stream, after, desk });
      },
    },
  ];
}

/** The one-use link of a conversation that moves here from a platform. */
const LinkBody = z.object({ link: z.string().min(20).max(100) });

/** Our own page gets a token without a secret: anyone may ask for help. */
async function openChat(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  await allow(parts, 'start', request.remoteAddress);
  const id = newConversationId();
  const link = LinkBody.safeParse(parseJson(request.body));
  const moved =
    link.success &&
    (await parts.hops.redeem(link.data.link, { channel: 'directline', senderId: id }, parts.now()));
  return { status: 200, body: { ...tokenBody(parts, id), moved } };
}

async function generate(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  if (parts.tokens.check(request.headers.authorization, parts.now()).kind !== 'secret') throw unauthorised();
  return { status: 200, body: tokenBody(parts, newConversationId()) };
}

async function refresh(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const check = parts.tokens.check(request.headers.authorization, parts.now());
  if (check.kind !== 'token') throw unauthorised();
  if (!check.refreshable)
    throw new UserError('request.forbidden', 'the token ran out too long ago; start anew');
  return { status: 200, body: tokenBody(parts, check.conversationId) };
}

/** With a secret a new conversation, with a token the one it names; 201 unless it has already begun. */
async function start(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const check = parts.tokens.check(request.headers.authorization, parts.now());
  if (check.kind === 'refused') throw unauthorised();
  if (check.kind === 'token' && check.expired) throw expired();
  const id = check.kind === 'token' ? check.conversationId : newConversationId();
  const known =
    check.kind === 'token' && (await parts.conversations.exists(parts.conversations.idOf('directline', id)));
  return { status: known ? 200 : 201, body: conversationBody(parts, request, { id, after: 0 }) };
}

async function reconnect(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const id = admit(parts, request);
  if (!(await parts.conversations.exists(parts.conversations.idOf('directline', id)))) throw notFound();
  return { status: 200, body: conversationBody(parts, request, { id, after: watermarkOf(request.query) }) };
}

async function post(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const id = admit(parts, request);
  if (!/^application\/json\b/u.test(request.headers['content-type'] ?? '')) {
    throw new UserError('request.unsupported-type', 'an activity is sent as application/json');
  }
  await allow(parts, 'post', id);
  const activity = parseActivity(request.body);
  const step = isDesk(parts, request.headers.authorization) ? deskStep(activity) : undefined;
  if (step !== undefined) return { status: 200, body: await postAsDesk(parts, id, activity, step) };
  const received = receiveActivity(id, activity, []);
  if (received.kind === 'event') {
    const { externalId, content } = received;
    const accepted = await parts.reception.receive({
      channel: 'directline',
      senderId: id,
      externalId,
      occurredAt: parts.now().getTime(),
      content,
    });
    if (accepted.kind === 'duplicate') await refuseConflict(parts, accepted.id, received);
  }
  return { status: 200, body: { id: received.externalId } };
}

async function activities(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const id = admit(parts, request);
  const after = watermarkOf(request.query);
  const entries = await parts.conversations.transcript(
    parts.conversations.idOf('directline', id),
    after,
    mostActivities,
  );
  const watermark = entries.at(-1)?.seq ?? after;
  const found = isDesk(parts, request.headers.authorization)
    ? await deskActivities(parts, id, entries)
    : toActivities(id, entries);
  return { status: 200, body: { activities: found, watermark: String(watermark) } };
}

async function upload(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const id = admit(parts, request);
  const { activity, files } = await readUpload(request);
  const posted = activity === undefined ? { type: 'message' } : parseActivity(activity);
  const now = parts.now();
  const kept = [];
  for (const bytes of files)
    kept.push(await parts.attachments.keep({ channel: 'directline', senderId: id, bytes }, now));
  if (kept.length === 0) throw new UserError('request.malformed', 'the upload holds no file');
  const received = receiveActivity(id, posted, kept);
  if (received.kind === 'event') {
    const { externalId, content } = received;
    await parts.reception.receive({
      channel: 'directline',
      senderId: id,
      externalId,
      occurredAt: now.getTime(),
      content,
    });
  }
  return { status: 200, body: { id: received.externalId } };
}

/** A picture of either side; a document that staff sent. */
async function attachment(parts: DirectLineParts, request: HttpRequest): Promise<HttpResponse> {
  const owner = parts.conversations.idOf('directline', admit(parts, request));
  const id = AttachmentId.safeParse(request.params['attachmentId']);
  if (!id.success) throw notFound();
  const picture = await parts.attachments.viewOwn(owner, id.data);
  if (picture !== undefined) return shown(picture);
  const document = await parts.attachments.fromStaff(owner, id.data);
  if (document === undefined) throw notFound();
  return saved(document, neutralName(document.contentType));
}

/** The conversation of the address, if the token is good and names it. */
function admit(parts: DirectLineParts, request: Omit<HttpRequest, 'body'>): string {
  const id = request.params['conversationId'] ?? '';
  const check = parts.tokens.check(request.headers.authorization, parts.now());
  if (check.kind === 'refused') throw unauthorised();
  if (check.kind === 'secret') return id;
  if (check.expired) throw expired();
  if (check.conversationId !== id)
    throw new UserError('request.forbidden', 'the token is for another conversation');
  return id;
}

/** Only the secret makes a desk: a token is for the browser of a person. */
function isDesk(parts: DirectLineParts, authorization: string | undefined): boolean {
  return parts.tokens.check(authorization, parts.now()).kind === 'secret';
}

async function allow(parts: DirectLineParts, kind: 'start' | 'post' | 'upload', key: string): Promise<void> {
  if (!(await parts.mayAsk(kind, key)))
    throw new UserError('request.too-many', 'too many at once; wait a few seconds');
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function tokenBody(parts: DirectLineParts, conversationId: string) {
  return { conversationId, token: parts.tokens.issue(conversationId, parts.now()), expires_in: tokenLife };
}

function conversationBody(
  parts: DirectLineParts,
  request: HttpRequest,
  { id, after }: { readonly id: string; readonly after: number },
) {
  const body = tokenBody(parts, id);
  const secure = request.headers['x-forwarded-proto'] === 'https';
  const origin = `${secure ? 'wss' : 'ws'}://${request.headers.host ?? 'localhost'}`;
  const streamUrl = `${origin}${base}/conversations/${id}/stream?watermark=${after}&t=${body.token}`;
  return { ...body, streamUrl };
}

function watermarkOf(query: URLSearchParams): number {
  const watermark = parseWatermark(query);
  if (watermark === undefined) throw new UserError('request.malformed', 'the watermark is not one of ours');
  return watermark;
}

function parseWatermark(query: URLSearchParams): number | undefined {
  const text = query.get('watermark') ?? '';
  if (text === '' || text === '-') return 0;
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}

function unauthorised(): UserError {
  return new UserError('request.unauthorised', 'a token or secret is needed');
}

function expired(): UserError {
  return new UserError('request.forbidden', 'the token has run out; refresh it');
}

function notFound(): UserError {
  return new UserError('request.not-found', 'there is no such thing here');
}
