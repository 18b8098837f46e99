import { z } from 'zod';
import { desk } from '../conversations/handoff/desk.ts';
import { Hours } from '../conversations/handoff/hours.ts';
import { UserError } from '../domain/errors.ts';
import { StaffId } from '../domain/ids.ts';
import type { HttpResponse } from '../domain/route.ts';
import { Role, Shift, Skill, type StaffMember } from '../domain/staff.ts';
import { addLink, invitationLife, record } from './accounts.ts';
import { namesOf } from './chat-view.ts';
import type { StaffParts } from './parts.ts';
import {
  type Asked,
  asks,
  bodyOf,
  countOf,
  done,
  fault,
  idOf,
  notFound,
  ok,
  type StaffRoute,
} from './route.ts';
import { colleague, memberView } from './views.ts';

const day = 86_400_000;

/** The team, its roster and hours, its accounts, and the audit. */
export function teamRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    asks('GET /team', 'team.view', () => team(parts)),
    asks('GET /roster', 'team.roster', (asked) => roster(parts, asked)),
    asks('PUT /roster', 'team.manage', (asked) => setRoster(parts, asked)),
    asks('GET /hours', 'team.roster', async () => ok(await parts.hours())),
    asks('PUT /hours', 'team.manage', (asked) => setHours(parts, asked)),
    asks('GET /canned', 'canned.view', async ({ request }) =>
      ok({ replies: await parts.settings.canned(request.query.get('locale') ?? 'vi') }),
    ),
    asks('PUT /canned/:id', 'canned.manage', (asked) => putCanned(parts, asked)),
    asks('DELETE /canned/:id', 'canned.manage', async ({ request }) => {
      await parts.settings.removeCanned(request.params['id'] ?? '');
      return done;
    }),
    asks('GET /staff', 'staff.list', async () =>
      ok({ members: (await parts.accounts.list()).map(memberView) }),
    ),
    asks('POST /staff/invitations', 'staff.manage', (asked) => invite(parts, asked)),
    asks('PATCH /staff/:id', 'staff.manage', (asked) => changeMember(parts, asked)),
    asks('POST /staff/:id/sign-out', 'staff.manage', (asked) => signOutMember(parts, asked)),
    asks('GET /audit', 'audit.view', (asked) => listAudit(parts, asked)),
    asks('POST /audit/verify', 'audit.view', async () => ok(await parts.audit.verify())),
  ];
}

async function team(parts: StaffParts): Promise<HttpResponse> {
  const now = parts.now();
  const [members, held, waiting] = await Promise.all([
    parts.desk.roster.members(),
    parts.desk.desk.held(),
    parts.desk.desk.waiting(),
  ]);
  const shifts = await parts.roster.shifts({ from: now, to: new Date(now.getTime() + 1) });
  const views = members
    .filter(({ active }) => active)
    .map(async (member) => ({
      ...colleague(member, shifts.find(({ memberId }) => memberId === member.id)?.duty ?? null),
      chatIds: held.flatMap(({ id, holder }) =>
        holder.kind === 'staff' && holder.staffId === member.id ? [id] : [],
      ),
      heavyToday: await parts.roster.heavySince(member.id, new Date(now.getTime() - day)),
    }));
  const waits = waiting.map(
    ({ handoff, createdAt }) => now.getTime() - (handoff?.waitingSince ?? createdAt).getTime(),
  );
  return ok({
    members: await Promise.all(views),
    waiting: waiting.length,
    longestWait: waits.length === 0 ? null : Math.max(...waits),
  });
}

function spanOf(from: string | null, to: string | null): { readonly from: Date; readonly to: Date } {
  const parsed = z
    .tuple([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true })])
    .safeParse([from, to]);
  if (!parsed.success) throw new UserError('request.malformed', 'from and to are times');
  return { from: new Date(parsed.data[0]), to: new Date(parsed.data[1]) };
}

async function roster(parts: StaffParts, { request }: Asked): Promise<HttpResponse> {
  return ok({
    shifts: await parts.roster.shifts(spanOf(request.query.get('from'), request.query.get('to'))),
  });
}

const time = z.iso.datetime({ offset: true });

async function setRoster(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const body = bodyOf(z.strictObject({ from: time, to: time, shifts: z.array(Shift).max(500) }), request);
  const span = spanOf(body.from, body.to);
  const known = await namesOf(parts);
  const fits = body.shifts.every(
    (shift) =>
      known.has(shift.memberId) &&
      shift.startsAt < shift.endsAt &&
      new Date(shift.startsAt) >= span.from &&
      new Date(shift.startsAt) < span.to,
  );
  if (!fits)
    throw new UserError(
      'request.malformed',
      'a shift is of no member, ends before it begins, or lies outside the span',
    );
  await parts.roster.replaceShifts(span, body.shifts);
  return changed(parts, { by: me, action: 'roster.change', id: 'roster' });
}

async function setHours(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  await parts.settings.write('hours', bodyOf(Hours, request));
  return changed(parts, { by: me, action: 'hours.change', id: 'hours' });
}

const Canned = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/u),
  locale: z.enum(['vi', 'en']),
  title: z.string().trim().min(1).max(100),
  text: z.string().trim().min(1).max(2000),
});

async function putCanned(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const reply = bodyOf(Canned, request);
  if (reply.id !== request.params['id'])
    throw new UserError('request.malformed', 'the id differs from the address');
  await parts.settings.putCanned(reply);
  await changed(parts, { by: me, action: 'canned.change', id: reply.id });
  return ok(reply);
}

async function invite(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const body = bodyOf(
    z.strictObject({ roles: z.array(Role).min(1), name: z.string().trim().min(1).max(100).optional() }),
    request,
  );
  const link = await addLink(parts, {
    kind: 'invitation',
    roles: body.roles,
    name: body.name ?? null,
    life: invitationLife,
  });
  await record(parts, { by: me, action: `account.invite:${body.roles.join('+')}`, id: me });
  return ok({ link, expiresAt: new Date(parts.now().getTime() + invitationLife) });
}

const Changes = z.strictObject({
  roles: z.array(Role).min(1).optional(),
  skills: z.array(Skill).optional(),
  capacity: z.number().int().min(0).max(20).optional(),
  active: z.boolean().optional(),
});

async function changeMember(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const id = idOf(StaffId, request.params['id']);
  const { roles, skills, capacity, active } = bodyOf(Changes, request);
  const member = await parts.accounts.byId(id);
  if (member === undefined) throw notFound();
  const staysAdministrator = (roles ?? member.roles).includes('administrator') && (active ?? member.active);
  if (!staysAdministrator && (await isLastAdministrator(parts, member)))
    return fault(409, 'last-administrator');
  await parts.accounts.update(id, {
    ...(roles === undefined ? {} : { roles }),
    ...(skills === undefined ? {} : { skills }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(active === undefined ? {} : { active }),
  });
  if (active === false) await leave(parts, id);
  await changed(parts, { by: me, action: 'account.change', id });
  const after = await parts.accounts.byId(id);
  if (after === undefined) throw notFound();
  return ok(memberView(after));
}

async function isLastAdministrator(parts: StaffParts, member: StaffMember): Promise<boolean> {
  const all = await parts.accounts.list();
  const others = all.filter(
    ({ id, active, roles }) => id !== member.id && active && roles.includes('administrator'),
  );
  return member.roles.includes('administrator') && others.length === 0;
}

/** Whoever leaves gives their chats back at once, and their devices are signed out. */
async function leave(parts: StaffParts, id: StaffId): Promise<void> {
  await parts.sessions.removeAll(id);
  await parts.pushes.removeAll(id);
  await parts.accounts.update(id, { presence: 'away' });
  for (const chat of await parts.desk.desk.held(id))
    await desk(parts.desk).requeue(chat.id, { by: id, note: '' });
}

async function signOutMember(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const id = idOf(StaffId, request.params['id']);
  await parts.sessions.removeAll(id);
  await record(parts, { by: me, action: 'session.close-all', id });
  return done;
}

async function listAudit(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const { query } = request;
  const limit = countOf(query, 'limit', { least: 1, most: 500, usual: 100 });
  const [subject, member, before] = [query.get('subject'), query.get('member'), query.get('before')];
  const filter = {
    limit,
    ...(subject === null ? {} : { subject }),
    ...(member === null ? {} : { by: idOf(StaffId, member) }),
    ...(before === null
      ? {}
      : { before: countOf(query, 'before', { least: 1, most: Number.MAX_SAFE_INTEGER, usual: 1 }) }),
  };
  const [entries, names] = await Promise.all([parts.audit.list(filter), namesOf(parts)]);
  await parts.audit.append([
    { at: parts.now(), by: me, action: 'audit.read', subject: { kind: 'audit', id: subject ?? 'all' } },
  ]);
  return ok({
    entries: entries.map(({ id, at, by, action, subject: about, reason, times }) => ({
      id,
      at,
      by: by === null ? null : { id: by, name: names.get(by) ?? '' },
      action,
      subjectKind: about.kind,
      subjectId: about.id,
      reason: reason ?? null,
      times: times ?? 1,
    })),
  });
}

async function changed(
  parts: StaffParts,
  entry: { readonly by: StaffId; readonly action: string; readonly id: string },
): Promise<HttpResponse> {
  const { by, action, id } = entry;
  await parts.audit.append([{ at: parts.now(), by, action, subject: { kind: 'desk', id } }]);
  await parts.events.emit({ kind: 'team', body: {} });
  return done;
}
