import { z } from 'zod';
import { desk, type Taken } from '../conversations/handoff/desk.ts';
import { openState } from '../conversations/handoff/hours.ts';
import type { DeskChat } from '../conversations/handoff/ports.ts';
import { orderFor, type Waiter } from '../conversations/handoff/queue.ts';
import { standing } from '../conversations/handoff/transfer.ts';
import { type HandoffId, StaffId } from '../domain/ids.ts';
import type { HttpResponse } from '../domain/route.ts';
import { Presence } from '../domain/staff.ts';
import type { StaffParts } from './parts.ts';
import {
  type Asked,
  type AskedAboutChat,
  aboutHandoff,
  asks,
  bodyOf,
  done,
  fault,
  ok,
  type StaffRoute,
} from './route.ts';
import { chatCard, colleague, queueItem } from './views.ts';

const reason = z.string().trim().min(1).max(500);
const day = 24 * 3_600_000;
const heavyForBreak = 3;

/** Today: who waits, what is mine, who is there; and taking the next. */
export function deskRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    asks('GET /today', 'desk.view', (asked) => today(parts, asked)),
    asks('POST /presence', 'desk.presence', (asked) => presence(parts, asked)),
    asks('POST /queue/take-next', 'queue.take', async ({ me }) =>
      takenView(await desk(parts.desk).takeNext(me)),
    ),
    aboutHandoff('POST /queue/:id/assign', 'queue.assign', (asked) => assign(parts, asked)),
  ];
}

async function today(parts: StaffParts, { me, account }: Asked): Promise<HttpResponse> {
  const now = parts.now();
  const { desk: port } = parts.desk;
  const [waiting, held, members, hours] = await Promise.all([
    port.waiting(),
    port.held(),
    parts.desk.roster.members(),
    parts.hours(),
  ]);
  const shifts = await parts.roster.shifts({ from: now, to: new Date(now.getTime() + 1) });
  const heavy = await parts.roster.heavySince(me, new Date(now.getTime() - day));
  const mine = held.filter(({ holder }) => holder.kind === 'staff' && holder.staffId === me);
  const duties = new Map(shifts.map(({ memberId, duty }) => [memberId, duty]));
  const team = members.filter(
    (member) => member.active && (member.presence !== 'away' || duties.has(member.id)),
  );
  return ok({
    now,
    hours: openState(hours, now),
    queue: inOrder(parts, waiting, account).flatMap((chat) => queueItem(parts, chat)),
    mine: mine.map((chat) => chatCard(parts, chat)),
    offers: await offersTo(parts, held, me),
    team: team.map((member) => colleague(member, duties.get(member.id) ?? null)),
    me: {
      chats: mine.length,
      capacity: account.capacity,
      presence: account.presence,
      heavyToday: heavy,
      breakDue: heavy >= heavyForBreak && account.presence === 'present',
    },
  });
}

/** As "take the next" would serve them to this member. */
function inOrder(
  parts: StaffParts,
  chats: readonly DeskChat[],
  member: Asked['account'],
): readonly DeskChat[] {
  const waiters = chats.flatMap((chat) =>
    chat.holder.kind === 'queue' ? [waiterOf(chat, chat.holder.handoffId)] : [],
  );
  return orderFor(waiters, member, { now: parts.now(), patience: parts.desk.clocks.skills }).map(
    ({ chat }) => chat,
  );
}

function waiterOf(chat: DeskChat, handoffId: HandoffId): Waiter & { readonly chat: DeskChat } {
  const { id: conversationId, urgency, excluded, handoff } = chat;
  return {
    chat,
    handoffId,
    conversationId,
    urgency,
    excluded,
    waitingSince: handoff?.waitingSince ?? chat.createdAt,
    skills: handoff?.skills ?? [],
  };
}

async function offersTo(parts: StaffParts, held: readonly DeskChat[], me: StaffId) {
  const names = new Map((await parts.accounts.list()).map(({ id, name }) => [id, name]));
  const mine = held.flatMap((chat) => {
    const offer = standing(parts.desk, chat.handoff?.offer);
    return offer?.to === me && chat.handoff !== null && !chat.excluded.includes(me)
      ? [{ chat, offer, handoffId: chat.handoff.id }]
      : [];
  });
  return Promise.all(
    mine.map(async ({ chat, offer, handoffId }) => ({
      chatId: chat.id,
      handoffId,
      pseudonym: parts.pseudonym(chat.id),
      urgency: chat.urgency,
      from: offer.from,
      fromName: names.get(offer.from) ?? '',
      note: (await parts.reads.notes(chat.id)).findLast(({ kind }) => kind === 'transfer')?.text ?? '',
      at: offer.at,
      expiresAt: new Date(offer.at.getTime() + parts.desk.clocks.transfer),
    })),
  );
}

async function presence(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  const next = bodyOf(z.strictObject({ presence: Presence }), request).presence;
  await parts.accounts.update(me, { presence: next, lastSeenAt: parts.now() });
  await parts.events.emit({ kind: 'presence', body: { memberId: me, presence: next } });
  return done;
}

async function assign(parts: StaffParts, { me, chat, request }: AskedAboutChat): Promise<HttpResponse> {
  const body = bodyOf(z.strictObject({ memberId: StaffId, reason }), request);
  if (chat.holder.kind !== 'queue') return fault(409, 'not-waiting');
  return takenView(
    await desk(parts.desk).assign(chat.holder.handoffId, { by: me, to: body.memberId, reason: body.reason }),
  );
}

function takenView(taken: Taken): HttpResponse {
  if (taken.kind === 'refused') return fault(409, taken.why);
  return ok({ chatId: taken.conversationId, handoffId: taken.handoffId, epoch: taken.epoch });
}
