import type { DueSending, Sender, SendResult } from '../../conversations/ports.ts';
import type { ReplyBudget, SendingMarks } from '../../conversations/push-ports.ts';
import type { AttachmentRef } from '../../domain/answer.ts';
import type { Author } from '../../domain/message.ts';
import { type Composed, compose, openingFor } from '../push/compose.ts';
import { sendToZalo, type ZaloAnswer } from './api.ts';
import { uploadExpired, zaloFault } from './errors.ts';
import { type WordsPart, type ZaloMessage, type ZaloPart, zaloFile, zaloParts } from './messages.ts';
import { recipientOf } from './recipient.ts';
import { type Held, isLost, resultOf, unsendable, waiting } from './results.ts';
import { staffWindow } from './settings.ts';
import { type UploadParts, ZaloUploads } from './uploads.ts';
import { withToken } from './with-token.ts';

export interface ZaloSenderParts extends UploadParts {
  readonly budget: ReplyBudget;
  readonly marks: SendingMarks;
  readonly now: () => Date;
  /** Neutral words, at least 40 characters, that open a message outside an active exchange. */
  readonly opening: string;
}

interface Parts extends ZaloSenderParts {
  readonly uploads: ZaloUploads;
}

export function zaloSender(senderParts: ZaloSenderParts): Sender {
  const parts: Parts = { ...senderParts, uploads: new ZaloUploads(senderParts) };
  return { send: (sending) => send(parts, sending) };
}

/** The mark by which the echo of a reply is known again; the platform takes no mark of ours along. */
export function zaloMark(senderId: string, text: string): string {
  return `zalo\0${senderId}\0${text.normalize('NFC').trim()}`;
}

async function send(parts: Parts, sending: DueSending): Promise<SendResult> {
  const reply = compose(sending);
  if (reply === undefined) return unsendable('channel.nothing-to-send');
  const author = sending.author ?? 'bot';
  const lastPersonAt = await parts.budget.lastPersonAt(sending.conversationId);
  if (lastPersonAt === undefined) return unsendable('zalo.window-closed');
  const age = parts.now().getTime() - lastPersonAt.getTime();
  if (age > windowFor(parts, author)) return unsendable('zalo.window-closed');
  const plan = planOf(parts, reply, lastPersonAt);
  // Beyond the free window a reply is charged, and no longer counted.
  const counted = age <= (parts.settings.limits.replyBudget?.within ?? 0);
  return sendAll(parts, sending, { plan, author, counted });
}

/** The bot writes within the free window; a person may answer as long as the platform lets anyone. */
function windowFor({ settings }: ZaloSenderParts, author: Author): number {
  return author === 'staff' ? staffWindow : (settings.limits.replyWindow ?? staffWindow);
}

function planOf(
  { settings, opening, now }: ZaloSenderParts,
  reply: Composed,
  lastPersonAt: Date,
): readonly ZaloPart[] {
  return zaloParts(reply, settings, {
    text: openingFor(opening, lastPersonAt, now()),
    room: opening.length + 2,
  });
}

interface Plan {
  readonly plan: readonly ZaloPart[];
  readonly author: Author;
  readonly counted: boolean;
}

/** Part after part, each waiting for the answer to the one before: the platform does not order them. */
async function sendAll(
  parts: Parts,
  sending: DueSending,
  { plan, author, counted }: Plan,
): Promise<SendResult> {
  const again = plan.length > 1 || sending.attempts > 0;
  const arrived = again ? await parts.marks.partsArrived(sending.id) : new Set<number>();
  for (const [index, part] of plan.entries()) {
    if (arrived.has(index) || isEmpty(part)) continue;
    const result = await sendCounted(parts, sending, { part, index, author, counted });
    if (result.kind !== 'sent') return result;
  }
  return { kind: 'sent' };
}

/** Files alone, and no opening needed in front of them. */
function isEmpty(part: ZaloPart): boolean {
  return part.kind === 'words' && part.text === '' && part.fallback === undefined;
}

interface OnePart {
  readonly part: ZaloPart;
  readonly index: number;
  readonly author: Author;
  readonly counted: boolean;
}

/** Counts the reply first: after a crash the count is too high rather than too low. */
async function sendCounted(parts: Parts, sending: DueSending, one: OnePart): Promise<SendResult> {
  const rule = one.counted ? parts.settings.limits.replyBudget : undefined;
  const wait = parts.pace.take();
  if (wait > 0) return waiting('zalo.slow-down', wait);
  if (rule !== undefined && (await parts.budget.take(sending.conversationId, one.author, rule)) === 'spent')
    return unsendable('zalo.budget-spent');
  // The echo of a file carries no words.
  const mark = zaloMark(sending.senderId, one.part.kind === 'file' ? '' : one.part.text);
  const result = await sendPart(parts, sending, {
    part: one.part,
    begin: () => parts.marks.begun(sending.id, one.index, mark),
  });
  await recordMark(parts, sending, { index: one.index, result });
  if (result.kind === 'sent') return result;
  if (rule !== undefined && !isLost(result)) await parts.budget.giveBack(sending.conversationId);
  return result;
}

/** What is lost may have arrived, now or at an earlier try: its echo is waited for. */
async function recordMark(
  { marks }: ZaloSenderParts,
  { id, attempts }: DueSending,
  { index, result }: { readonly index: number; readonly result: SendResult },
): Promise<void> {
  if (result.kind === 'sent') await marks.taken(id, index);
  else if (!isLost(result) && attempts === 0) await marks.refused(id, index);
}

async function sendPart(
  parts: Parts,
  sending: DueSending,
  { part, begin }: { readonly part: ZaloPart; readonly begin: () => Promise<void> },
): Promise<SendResult> {
  if (part.kind === 'file') return sendFile(parts, sending, { file: part.file, begin });
  await begin();
  return sendWords(parts, sending, part);
}

async function sendWords(
  parts: ZaloSenderParts,
  sending: DueSending,
  { message, fallback }: WordsPart,
): Promise<SendResult> {
  const answer = await tell(parts, sending, message);
  if ('errorCode' in answer) return answer;
  const refusedForm = answer.kind === 'fault' && zaloFault(answer.code).kind === 'form';
  if (!refusedForm || fallback === undefined) return resultOf(parts, sending, answer);
  return sendPlain(parts, sending, fallback);
}

/** The platform did not take the buttons: the same as numbered lines. */
async function sendPlain(
  parts: ZaloSenderParts,
  sending: DueSending,
  texts: readonly ZaloMessage[],
): Promise<SendResult> {
  for (const message of texts) {
    const answer = await tell(parts, sending, message);
    const result = 'errorCode' in answer ? answer : resultOf(parts, sending, answer);
    if (result.kind !== 'sent') return result;
  }
  return { kind: 'sent' };
}

interface OneFile {
  readonly file: AttachmentRef;
  readonly begin: () => Promise<void>;
  /** Already tried with an upload that had expired. */
  readonly again?: true;
}

/** An upload that Zalo keeps no longer is made anew, once. Its echo is waited for only from the message on. */
async function sendFile(parts: Parts, sending: DueSending, one: OneFile): Promise<SendResult> {
  const uploaded = await parts.uploads.of(sending, one.file);
  if ('errorCode' in uploaded) return uploaded;
  await one.begin();
  const answer = await tell(parts, sending, zaloFile(one.file, uploaded.id));
  if ('errorCode' in answer) return answer;
  const expired = answer.kind === 'fault' && answer.code === uploadExpired;
  if (expired || answer.kind === 'sent') parts.uploads.forget(one.file);
  if (expired && one.again === undefined) return sendFile(parts, sending, { ...one, again: true });
  return resultOf(parts, sending, answer);
}

function tell(
  parts: ZaloSenderParts,
  { senderId }: DueSending,
  message: ZaloMessage,
): Promise<ZaloAnswer | Held> {
  return withToken(parts, (to) => sendToZalo(to, recipientOf(senderId), message));
}
