import { legalClock, safetyClock } from '../conversations/handoff/clocks.ts';
import type { DeskChat, DeskMember, HeldChat } from '../conversations/handoff/ports.ts';
import type { StaffMember } from '../domain/staff.ts';
import type { ReportRow } from './desk-ports.ts';
import type { StaffParts } from './parts.ts';
import type { Passkey, Session } from './ports.ts';

/** The shapes of docs/console-api.md. */
export function memberView(member: StaffMember) {
  const { id, username, name, email, roles, skills, capacity, active, presence, sound, lastSeenAt } = member;
  return { id, username, name, email, roles, skills, capacity, active, presence, sound, lastSeenAt };
}

export function passkeyView({ id, name, createdAt, lastUsedAt }: Passkey) {
  return { id, name, createdAt, lastUsedAt };
}

export function deviceView({ id, createdAt, lastUsedAt, device }: Session, current: string) {
  return { id, createdAt, lastUsedAt, device, current: id === current };
}

type ViewParts = Pick<StaffParts, 'pseudonym' | 'now' | 'desk'>;

export function queueItem(parts: ViewParts, chat: DeskChat) {
  const { holder, handoff } = chat;
  if (holder.kind !== 'queue' || handoff === null) return [];
  const waiting = { urgency: chat.urgency, since: handoff.waitingSince, step: handoff.step };
  return [
    {
      handoffId: holder.handoffId,
      ...cardParts(parts, chat),
      reason: handoff.reason,
      openedAt: handoff.openedAt,
      waitingSince: handoff.waitingSince,
      skills: handoff.skills,
      unfinished: handoff.reason === 'unfinished',
      safety: safetyClock(parts.desk.clocks, waiting, parts.now()),
    },
  ];
}

export function chatCard(parts: ViewParts, chat: HeldChat) {
  return {
    handoffId: chat.handoff?.id ?? null,
    ...cardParts(parts, chat),
    reason: chat.handoff?.reason ?? null,
    epoch: chat.epoch,
    lastSeq: chat.lastSeq,
    lastPersonAt: chat.lastPersonAt,
    unansweredSince: chat.unansweredSince,
    offeredTo: chat.handoff?.offer?.to ?? null,
  };
}

function cardParts(parts: ViewParts, chat: DeskChat) {
  return {
    chatId: chat.id,
    pseudonym: parts.pseudonym(chat.id),
    channel: chat.channel,
    urgency: chat.urgency,
    legal: legalClock(parts.desk.clocks, chat.handoff?.openedAt ?? chat.createdAt, parts.now()),
  };
}

export function colleague(member: DeskMember, duty: string | null) {
  const { id, name, presence, chats, capacity, skills } = member;
  return { id, name, presence, onShift: duty !== null, duty, chats, capacity, skills };
}

export function reportCard(parts: ViewParts, report: ReportRow) {
  const { id, state, urgency, redUnfinished, firstReceivedAt, updatedAt, submittedAt } = report;
  const legal = legalClock(parts.desk.clocks, firstReceivedAt, parts.now());
  return { id, state, urgency, redUnfinished, firstReceivedAt, updatedAt, submittedAt, legal };
}
