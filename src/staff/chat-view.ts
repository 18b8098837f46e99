import { legalClock } from '../conversations/handoff/clocks.ts';
import { standing } from '../conversations/handoff/transfer.ts';
import type { OpenConversation } from '../conversations/ports.ts';
import { deliveryOf } from '../domain/channel.ts';
import type { StaffId } from '../domain/ids.ts';
import { secretRemoved, type TranscriptEntry } from '../domain/message.ts';
import { outsideDesk, partnerDesk } from '../domain/staff.ts';
import type { SendingState } from './desk-ports.ts';
import type { StaffParts } from './parts.ts';
import { type AskedAboutChat, notFound } from './route.ts';

/** A chat beside its transcript, as docs/console-api.md describes it. */
export async function chatView(parts: StaffParts, { chat, me }: Pick<AskedAboutChat, 'chat' | 'me'>) {
  const open = await parts.desk.conversations.open(chat.id, 1);
  if (open === undefined) throw notFound();
  const [names, safeContact, block] = await Promise.all([
    namesOf(parts),
    parts.reads.contact(chat.id),
    parts.reads.block(chat.id),
  ]);
  const offer = standing(parts.desk, chat.handoff?.offer);
  const dialog = parts.dialogOf(open.memory.dialog);
  return {
    chatId: chat.id,
    handoffId: chat.handoff?.id ?? null,
    pseudonym: parts.pseudonym(chat.id),
    channel: chat.channel,
    locale: open.locale,
    epoch: open.epoch,
    lastSeq: open.lastSeq,
    urgency: open.urgency,
    reason: chat.handoff?.reason ?? null,
    holder: holderView(open, { me, names }),
    offer:
      offer === undefined
        ? null
        : {
            to: offer.to,
            toName: names.get(offer.to) ?? '',
            from: offer.from,
            at: offer.at,
            expiresAt: later(offer.at, parts.desk.clocks.transfer),
          },
    limits: await limitsView(parts, open),
    address: dialog.address ?? dialog.voice,
    otherPhone: isOtherPhone(dialog.answers['phone_watched']),
    legal: legalClock(parts.desk.clocks, chat.handoff?.openedAt ?? chat.createdAt, parts.now()),
    report: await reportOf(parts, open, me),
    answers: dialog.answers,
    safeContact: safeContact ?? null,
    quiet: dialog.flags['quiet'] === true,
    blockedUntil: block === undefined || block.until <= parts.now() ? null : block.until,
  };
}

function holderView(
  { holder }: OpenConversation,
  who: { readonly me: StaffId; readonly names: ReadonlyMap<StaffId, string> },
) {
  if (holder.kind !== 'staff') return { kind: holder.kind };
  if (holder.staffId === outsideDesk || holder.staffId === partnerDesk) return { kind: 'outside' };
  return {
    kind: 'staff',
    id: holder.staffId,
    name: who.names.get(holder.staffId) ?? '',
    you: holder.staffId === who.me,
  };
}

/** What the channel still allows. */
async function limitsView(parts: StaffParts, { id, channel, lastPersonAt }: OpenConversation) {
  const { textLength, replyBudget, replyWindow, takesFiles } = parts.limitsOf(channel);
  return {
    textLength,
    takesFiles,
    replyBudget: replyBudget ?? null,
    replyWindow: replyWindow ?? null,
    repliesLeft: (await parts.repliesLeft(id, channel)) ?? null,
    windowEndsAt: replyWindow === undefined ? null : later(lastPersonAt, replyWindow),
  };
}

/** "Someone can see it" and "I do not know" both mean care; not asked yet means nothing. */
function isOtherPhone(answer: { readonly kind: string; readonly value?: unknown } | undefined): boolean {
  return answer?.kind === 'choice' && answer.value !== 'no';
}

async function reportOf(parts: StaffParts, { memory }: OpenConversation, me: StaffId) {
  const link = memory.report;
  if (link === undefined || (await parts.reportDesk.excluded(link.id)).includes(me)) return null;
  const report = await parts.reports.open(link.id);
  if (report === undefined) return null;
  const { id, urgency, state, content } = report;
  return { id, urgency, state, answers: content.answers };
}

export async function namesOf(parts: Pick<StaffParts, 'accounts'>): Promise<ReadonlyMap<StaffId, string>> {
  return new Map((await parts.accounts.list()).map(({ id, name }) => [id, name]));
}

/** A line that shows a secret (a receipt, a link for one person), as it will stand there once it is answered. */
export function unshown(entry: TranscriptEntry, secrets: readonly number[]): TranscriptEntry {
  return secrets.includes(entry.seq) ? { ...entry, body: secretRemoved } : entry;
}

export interface LineFacts {
  readonly authors: ReadonlyMap<number, StaffId>;
  readonly sendings: ReadonlyMap<number, SendingState>;
  readonly names: ReadonlyMap<StaffId, string>;
}

export function entryView(
  parts: Pick<StaffParts, 'signsOf'>,
  entry: TranscriptEntry,
  facts: LineFacts & { readonly channel: OpenConversation['channel'] },
) {
  const { seq, author, at, body } = entry;
  const by = facts.authors.get(seq);
  const text = body.kind === 'said' && body.content.kind === 'text' ? body.content.text : undefined;
  return {
    seq,
    author,
    at,
    body,
    by: by === undefined ? null : { id: by, name: facts.names.get(by) ?? '' },
    delivery: body.kind === 'replied' ? deliveryState(facts, seq) : null,
    signs:
      text === undefined
        ? []
        : parts.signsOf(text).map(({ id, urgency, start, end }) => ({ id, urgency, start, end })),
  };
}

function deliveryState(
  { sendings, channel }: Pick<LineFacts, 'sendings'> & { readonly channel: OpenConversation['channel'] },
  seq: number,
) {
  if (deliveryOf(channel) === 'pull') return 'sent';
  const state = sendings.get(seq);
  return state === undefined ? null : state === 'due' ? 'waiting' : state;
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
