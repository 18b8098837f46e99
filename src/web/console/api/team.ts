import { z } from 'zod';
import { Member, type Role } from './account.ts';
import { at, call, nothing, query } from './call.ts';
import { Colleague } from './today.ts';

const Busy = Colleague.extend({ chatIds: z.array(z.string()), heavyToday: z.number() });
export type Busy = z.infer<typeof Busy>;
const Team = z.object({ members: z.array(Busy), waiting: z.number(), longestWait: z.number().nullable() });

export const Duty = z.enum(['shift', 'first', 'second']);
export type Duty = z.infer<typeof Duty>;
const Shift = z.object({
  id: z.string().optional(),
  memberId: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  duty: Duty,
});
export type Shift = z.infer<typeof Shift>;

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const Holiday = z.object({ name: z.string(), from: z.string(), to: z.string(), tet: z.boolean().optional() });
const Hours = z.object({
  weekly: z.record(z.enum(weekdays), z.array(z.string())),
  holidays: z.record(z.string(), z.array(Holiday)),
});
export type Hours = z.infer<typeof Hours>;

const Canned = z.object({ id: z.string(), locale: z.string(), title: z.string(), text: z.string() });
export type Canned = z.infer<typeof Canned>;

const Block = z.object({
  chatId: z.string(),
  pseudonym: z.string(),
  until: z.string(),
  reason: z.string(),
  by: z.unknown(),
});
const ShiftNote = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  at: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  text: z.string(),
});

const AuditEntry = z.object({
  id: z.union([z.string(), z.number()]),
  at: z.string(),
  by: z.union([z.string(), z.object({ id: z.string(), name: z.string() })]).nullable(),
  action: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  reason: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const Verified = z.object({
  ok: z.boolean(),
  entries: z.number(),
  brokenAt: z.number().nullable(),
  head: z.string(),
});

export const team = {
  load: () => call('GET', '/team', Team),
  roster: (from: string, to: string) =>
    call('GET', `/roster${query({ from, to })}`, z.object({ shifts: z.array(Shift) })),
  setRoster: (from: string, to: string, shifts: readonly Shift[]) =>
    call('PUT', '/roster', nothing, { from, to, shifts }),
  hours: () => call('GET', '/hours', Hours),
  setHours: (hours: Hours) => call('PUT', '/hours', nothing, hours),
  canned: (locale: string) =>
    call('GET', `/canned${query({ locale })}`, z.object({ replies: z.array(Canned) })),
  setCanned: (canned: Canned) => call('PUT', `/canned/${at(canned.id)}`, Canned, canned),
  endCanned: (id: string) => call('DELETE', `/canned/${at(id)}`, nothing),
  blocks: () => call('GET', '/blocks', z.object({ blocks: z.array(Block) })),
  shiftNotes: () => call('GET', '/shift-notes', z.object({ notes: z.array(ShiftNote) })),
  leaveShiftNote: (text: string) => call('POST', '/shift-notes', nothing, { text }),
};

export const staff = {
  all: () => call('GET', '/staff', z.object({ members: z.array(Member) })),
  invite: (roles: readonly Role[], name: string) =>
    call(
      'POST',
      '/staff/invitations',
      z.object({ link: z.string(), expiresAt: z.string() }),
      name === '' ? { roles } : { roles, name },
    ),
  change: (id: string, change: Partial<Pick<Member, 'roles' | 'skills' | 'capacity' | 'active'>>) =>
    call('PATCH', `/staff/${at(id)}`, Member, change),
  signOut: (id: string) => call('POST', `/staff/${at(id)}/sign-out`, nothing),
  audit: (filter: { readonly before?: string | undefined; readonly member?: string | undefined }) =>
    call('GET', `/audit${query({ ...filter, limit: 100 })}`, z.object({ entries: z.array(AuditEntry) })),
  verify: () => call('POST', '/audit/verify', Verified),
};
