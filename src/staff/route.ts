import { z } from 'zod';
import type { DeskChat } from '../conversations/handoff/ports.ts';
import { standing } from '../conversations/handoff/transfer.ts';
import { UserError } from '../domain/errors.ts';
import { ConversationId, HandoffId, ReportId, type StaffId } from '../domain/ids.ts';
import type { HttpRequest, HttpResponse, Route } from '../domain/route.ts';
import { type Actor, can, type Subject } from './can.ts';
import type { StaffParts } from './parts.ts';
import { isOurOwn, readSession, type SignedIn } from './session.ts';

export const base = '/console/api';

/** A request by a member who may make it. */
export interface Asked extends SignedIn {
  readonly request: HttpRequest;
  readonly me: StaffId;
  readonly actor: Actor;
  /** Present for routes about a chat. */
  readonly chat?: DeskChat;
  readonly reportId?: ReportId;
}
export type AskedAboutChat = Asked & { readonly chat: DeskChat };
export type AskedAboutReport = Asked & { readonly reportId: ReportId };

interface At {
  readonly method: Route['method'];
  /** Below /console/api. */
  readonly path: string;
  readonly needs: string;
  /** For routes that take a file: the largest body, read only once the session is known to be good. */
  readonly maxBytes?: number;
}
type Handle<A> = (asked: A) => Promise<HttpResponse>;

/** A route of the console. Each names the permission it needs; there is no way to leave it out. */
export type StaffRoute = At &
  (
    | { readonly kind: 'open'; readonly handle: Handle<HttpRequest> }
    | { readonly kind: 'desk'; readonly handle: Handle<Asked> }
    | { readonly kind: 'chat' | 'handoff'; readonly handle: Handle<AskedAboutChat> }
    | { readonly kind: 'report'; readonly handle: Handle<AskedAboutReport> }
  );

/** Without a session: signing in, the first account. */
export function openTo(at: string, handle: Handle<HttpRequest>): StaffRoute {
  return { kind: 'open', ...split(at), needs: 'session.open', handle };
}

export function asks(at: string, needs: string, handle: Handle<Asked>): StaffRoute {
  return { kind: 'desk', ...split(at), needs, handle };
}

/** `:id` is a conversation's id; the right to it depends on who holds it. */
export function aboutChat(at: string, needs: string, handle: Handle<AskedAboutChat>): StaffRoute {
  return { kind: 'chat', ...split(at), needs, handle };
}

/** `:id` is a handoff's id. */
export function aboutHandoff(at: string, needs: string, handle: Handle<AskedAboutChat>): StaffRoute {
  return { kind: 'handoff', ...split(at), needs, handle };
}

/** `:id` is a report's id; who has a conflict of interest does not see it. */
export function aboutReport(at: string, needs: string, handle: Handle<AskedAboutReport>): StaffRoute {
  return { kind: 'report', ...split(at), needs, handle };
}

/** `GET /today` and the like. */
function split(at: string): Pick<At, 'method' | 'path'> {
  const [method, path] = at.split(' ');
  if (
    path === undefined ||
    (method !== 'GET' && method !== 'POST' && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE')
  ) {
    throw new Error(`"${at}" is no route`);
  }
  return { method, path };
}

/** The route as the HTTP server mounts it: origin, session, right, then the work. */
export function guarded(parts: StaffParts, route: StaffRoute): Route {
  return {
    method: route.method,
    path: `${base}${route.path}`,
    ...(route.maxBytes === undefined
      ? {}
      : { maxBytes: route.maxBytes, admit: (request) => admitBody(parts, request) }),
    handle: async (request) => {
      if (!isOurOwn(parts, request)) return fault(403, 'csrf');
      if (route.kind === 'open') return route.handle(request);
      const signedIn = await readSession(parts, request);
      if (signedIn === undefined) return fault(401, 'request.unauthorised');
      await showLife(parts, signedIn.account.id);
      return admit(parts, route, { request, ...signedIn });
    },
  };
}

async function admitBody(parts: StaffParts, request: Omit<HttpRequest, 'body'>): Promise<void> {
  if ((await readSession(parts, request)) === undefined)
    throw new UserError('request.unauthorised', 'sign in first');
}

async function admit(
  parts: StaffParts,
  route: Exclude<StaffRoute, { kind: 'open' }>,
  from: SignedIn & { readonly request: HttpRequest },
): Promise<HttpResponse> {
  const actor = await actorOf(parts, from);
  const asked: Asked = { ...from, me: from.account.id, actor };
  if (route.kind === 'desk') return judge(parts, route.needs, actor, {}) ?? route.handle(asked);
  if (route.kind === 'report') {
    const reportId = idOf(ReportId, from.request.params['id']);
    const excluded = await parts.reportDesk.excluded(reportId);
    return judge(parts, route.needs, actor, { excluded }) ?? route.handle({ ...asked, reportId });
  }
  const chat = await chatOf(parts, route.kind, from.request);
  return (
    judge(parts, route.needs, actor, await subjectOf(parts, chat, asked.me)) ??
    route.handle({ ...asked, chat })
  );
}

/** The refusal, if the rules refuse. Who is excluded is told that there is no such thing. */
export function judge(
  parts: Pick<StaffParts, 'rules'>,
  needs: string,
  actor: Actor,
  subject: Subject,
): HttpResponse | undefined {
  const verdict = can(parts.rules, actor, needs, subject);
  if (verdict === 'yes') return undefined;
  if (verdict === 'excluded') return fault(404, 'request.not-found');
  return fault(403, verdict === 'confirm-first' ? 'confirm-first' : 'request.forbidden');
}

export async function actorOf(parts: StaffParts, { account, session }: SignedIn): Promise<Actor> {
  const now = parts.now();
  const shifts = await parts.roster.shifts({ from: now, to: new Date(now.getTime() + 1) });
  return {
    member: account,
    confirmedAt: session.confirmedAt,
    secondFactor: session.secondFactor,
    onShift: shifts.some(({ memberId }) => memberId === account.id),
    now,
  };
}

async function chatOf(parts: StaffParts, about: 'chat' | 'handoff', request: HttpRequest): Promise<DeskChat> {
  const text = request.params['id'];
  const chat =
    about === 'chat'
      ? await parts.desk.desk.chat(idOf(ConversationId, text))
      : await parts.desk.desk.byHandoff(idOf(HandoffId, text));
  if (chat === undefined) throw notFound();
  return chat;
}

export async function subjectOf(parts: StaffParts, chat: DeskChat, me: StaffId): Promise<Subject> {
  return {
    holder: chat.holder.kind === 'staff' ? chat.holder.staffId : null,
    offeredTo: standing(parts.desk, chat.handoff?.offer)?.to ?? null,
    waiting: chat.holder.kind === 'queue',
    handledAt: await parts.desk.desk.handledAt(chat.id, me),
    excluded: chat.excluded,
  };
}

const lastSeen = new Map<StaffId, number>();
const lifeGrain = 5_000;

/** A sign of life keeps leases; written at most every few seconds. */
export async function showLife(parts: StaffParts, id: StaffId): Promise<void> {
  const now = parts.now().getTime();
  if (Math.abs(now - (lastSeen.get(id) ?? 0)) < lifeGrain) return;
  lastSeen.set(id, now);
  await parts.accounts.seen(id, parts.now());
}

export function fault(status: number, code: string, message = code): HttpResponse {
  const headers: Record<string, string> = status === 429 ? { 'retry-after': '60' } : {};
  return { status, headers, body: { error: { code, message } } };
}

export const done: HttpResponse = { status: 204 };

export function ok(body: object): HttpResponse {
  return { status: 200, body };
}

export function notFound(): UserError {
  return new UserError('request.not-found', 'there is no such thing here');
}

/** The body as its schema says; the fault names the field, never its value. */
export function bodyOf<T extends z.ZodType>(schema: T, request: HttpRequest): z.infer<T> {
  const parsed = schema.safeParse(jsonOf(request));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new UserError('request.malformed', `not as described: ${where}`);
}

function jsonOf({ body, headers }: HttpRequest): unknown {
  if (body.length === 0) return {};
  if (!/^application\/json\b/u.test(headers['content-type'] ?? ''))
    throw new UserError('request.unsupported-type', 'JSON is taken here');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new UserError('request.malformed', 'the body is no JSON');
  }
}

export function idOf<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> {
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

/** A number of the query within bounds. */
export function countOf(
  query: URLSearchParams,
  name: string,
  limits: { readonly least: number; readonly most: number; readonly usual: number },
): number {
  const parsed = z.coerce
    .number()
    .int()
    .min(limits.least)
    .max(limits.most)
    .safeParse(query.get(name) ?? limits.usual);
  if (!parsed.success) throw new UserError('request.malformed', `${name} is out of range`);
  return parsed.data;
}
