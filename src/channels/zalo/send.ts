import type { DueSending, Sender, SendResult } from '../../conversations/ports.ts';
import type { ReplyBudget, SendingMarks } from '../../conversations/push-ports.ts';
import type { Author } from '../../domain/message.ts';
import { type Composed, compose, openingFor } from '../push/compose.ts';
import { backOff, type Pace } from '../push/pace.ts';
import type { Alarm } from '../push/signals.ts';
import { sendToZalo, type ZaloAnswer } from './api.ts';
import { type ZaloFault, zaloFault } from './errors.ts';
import { type ZaloMessage, type ZaloPart, zaloParts } from './messages.ts';
import { recipientOf } from './recipient.ts';
import { staffWindow, type ZaloSettings } from './settings.ts';
import type { ZaloTokens } from './tokens.ts';

export interface ZaloSenderParts {
  readonly settings: ZaloSettings;
  readonly tokens: Pick<ZaloTokens, 'access' | 'renewed'>;
  readonly budget: ReplyBudget;
  readonly marks: SendingMarks;
  readonly pace: Pace;
  readonly alarm: Alarm;
  readonly now: () => Date;
  /** Neutral words, at least 40 characters, that open a message outside an active exchange. */
  readonly opening: string;
}

export function zaloSender(parts: ZaloSenderParts): Sender {
  return { send: (sending) => send(parts, sending) };
}

/** The mark by which the echo of a reply is known again; the platform takes no mark of ours along. */
export function zaloMark(senderId: string, text: string): string {
  return `zalo\0${senderId}\0${text.normalize('NFC').trim()}`;
}

async function send(parts: ZaloSenderParts, sending: DueSending): Promise<SendResult> {
  const reply = compose(sending);
  if (reply === undefined || (reply.text === '' && reply.buttons.length === 0))
    return unsendable('channel.nothing-to-send');
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
  parts: ZaloSenderParts,
  sending: DueSending,
  { plan, author, counted }: Plan,
): Promise<SendResult> {
  const again = plan.length > 1 || sending.attempts > 0;
  const arrived = again ? await parts.marks.partsArrived(sending.id) : new Set<number>();
  for (const [index, part] of plan.entries()) {
    if (arrived.has(index)) continue;
    const result = await sendCounted(parts, sending, { part, index, author, counted });
    if (result.kind !== 'sent') return result;
  }
  return { kind: 'sent' };
}

interface OnePart {
  readonly part: ZaloPart;
  readonly index: number;
  readonly author: Author;
  readonly counted: boolean;
}

/** Counts the reply first: after a crash the count is too high rather than too low. */
async function sendCounted(parts: ZaloSenderParts, sending: DueSending, one: OnePart): Promise<SendResult> {
  const rule = one.counted ? parts.settings.limits.replyBudget : undefined;
  const wait = parts.pace.take();
  if (wait > 0) return waiting('zalo.slow-down', wait);
  if (rule !== undefined && (await parts.budget.take(sending.conversationId, one.author, rule)) === 'spent')
    return unsendable('zalo.budget-spent');
  const mark = zaloMark(sending.senderId, one.part.text);
  await parts.marks.begun(sending.id, one.index, mark);
  const result = await sendPart(parts, sending, one.part);
  if (result.kind === 'sent') await parts.marks.arrived(mark);
  else if (rule !== undefined && !isLost(result)) await parts.budget.giveBack(sending.conversationId);
  return result;
}

async function sendPart(parts: ZaloSenderParts, sending: DueSending, part: ZaloPart): Promise<SendResult> {
  const answer = await callWithToken(parts, sending.senderId, part.message);
  if ('errorCode' in answer) return answer;
  const fault = answer.kind === 'fault' ? zaloFault(answer.code) : undefined;
  if (fault?.kind !== 'form' || part.fallback === undefined)
    return resultOf(parts, sending, { answer, fault });
  return sendPlain(parts, sending, part.fallback);
}

/** The platform did not take the buttons: the same as numbered lines. */
async function sendPlain(
  parts: ZaloSenderParts,
  sending: DueSending,
  texts: readonly ZaloMessage[],
): Promise<SendResult> {
  for (const message of texts) {
    const answer = await callWithToken(parts, sending.senderId, message);
    if ('errorCode' in answer) return answer;
    const fault = answer.kind === 'fault' ? zaloFault(answer.code) : undefined;
    const result = resultOf(parts, sending, { answer, fault });
    if (result.kind !== 'sent') return result;
  }
  return { kind: 'sent' };
}

/** With a token that the platform refuses: refreshed once, tried once more. */
async function callWithToken(
  parts: ZaloSenderParts,
  senderId: string,
  message: ZaloMessage,
): Promise<ZaloAnswer | (SendResult & { errorCode: string })> {
  const access = await parts.tokens.access();
  if (access.kind !== 'token') return withoutToken(access.kind);
  const first = await sendToZalo(
    { apiUrl: parts.settings.apiUrl, token: access.token },
    recipientOf(senderId),
    message,
  );
  if (first.kind !== 'fault' || zaloFault(first.code).kind !== 'token') return first;
  const renewed = await parts.tokens.renewed(access.token);
  if (renewed.kind !== 'token') return withoutToken(renewed.kind);
  return sendToZalo({ apiUrl: parts.settings.apiUrl, token: renewed.token }, recipientOf(senderId), message);
}

interface Seen {
  readonly answer: ZaloAnswer;
  readonly fault: ZaloFault | undefined;
}

const lostCode = 'zalo.answer-lost';

function isLost(result: SendResult): boolean {
  return result.kind === 'try-later' && result.errorCode === lostCode;
}

function resultOf(parts: ZaloSenderParts, sending: DueSending, { answer, fault }: Seen): SendResult {
  if (answer.kind === 'down') return waiting('zalo.down', parts.pace.failed());
  parts.pace.succeeded();
  if (answer.kind === 'sent') return { kind: 'sent' };
  // Its echo may still tell that it arrived; without one, a second copy is better than a lost safety message.
  if (answer.kind === 'lost' || fault === undefined)
    return later(lostCode, backOff(sending.attempts, 20_000, 120_000));
  return resultOfFault(parts, sending, fault);
}

function resultOfFault(parts: ZaloSenderParts, sending: DueSending, fault: ZaloFault): SendResult {
  switch (fault.kind) {
    case 'token':
      return waiting('zalo.token-wait', 10_000);
    case 'slow-down':
      parts.pace.pause(fault.after);
      return waiting('zalo.slow-down', fault.after);
    case 'account':
      parts.alarm(fault.alarm);
      parts.pace.pause(fault.after);
      return waiting('zalo.account', fault.after);
    case 'again':
      return sending.attempts + 1 < fault.tries
        ? later('zalo.refused', fault.after)
        : unsendable('zalo.refused');
    case 'form':
    case 'final':
      return unsendable(fault.errorCode);
  }
}

function withoutToken(kind: 'wait' | 'dead'): SendResult & { errorCode: string } {
  return kind === 'dead' ? waiting('zalo.token-dead', 60_000) : waiting('zalo.token-wait', 5_000);
}

/** Not this reply's fault: it keeps its place and its tries, until its window closes. */
function waiting(errorCode: string, after: number): SendResult & { errorCode: string } {
  return { kind: 'try-later', errorCode, after, waits: true };
}

function later(errorCode: string, after: number): SendResult & { errorCode: string } {
  return { kind: 'try-later', errorCode, after };
}

function unsendable(errorCode: string): SendResult {
  return { kind: 'unsendable', errorCode };
}
