import { z } from 'zod';
import type { AttachmentStore, DueSending, Sender, SendResult } from '../../conversations/ports.ts';
import type { ReplyBudget, SendingMarks } from '../../conversations/push-ports.ts';
import type { ConversationId } from '../../domain/ids.ts';
import { compose, openingFor } from '../push/compose.ts';
import { type OutgoingFile, openOutgoing } from '../push/outgoing-file.ts';
import { backOff, type Pace } from '../push/pace.ts';
import type { Alarm } from '../push/signals.ts';
import { messengerFault } from './errors.ts';
import { type GraphAnswer, graph } from './graph.ts';
import { isEmpty, type MessengerPart, markOf, messengerParts } from './messages.ts';
import type { Personas } from './personas.ts';
import { humanAgentWindow, type MessengerSettings } from './settings.ts';

export interface MessengerSenderParts {
  readonly settings: MessengerSettings;
  readonly budget: Pick<ReplyBudget, 'lastPersonAt'>;
  readonly marks: SendingMarks;
  readonly pace: Pace;
  readonly alarm: Alarm;
  readonly now: () => Date;
  readonly opening: string;
  /** First name of the member of staff who wrote this line; without it they speak as the Page. */
  readonly staffName?: (id: ConversationId, seq: number) => Promise<string | undefined>;
  readonly personas?: Personas;
  readonly files: Pick<AttachmentStore, 'fromStaff'>;
}

export function messengerSender(parts: MessengerSenderParts): Sender {
  return { send: (sending) => send(parts, sending) };
}

/** How the platform wants the message called: an answer, or a person's answer after the window. */
type Manner =
  | { readonly messaging_type: 'RESPONSE' }
  | { readonly messaging_type: 'MESSAGE_TAG'; readonly tag: 'HUMAN_AGENT' };

async function send(parts: MessengerSenderParts, sending: DueSending): Promise<SendResult> {
  const reply = compose(sending);
  if (reply === undefined) return { kind: 'unsendable', errorCode: 'channel.nothing-to-send' };
  const lastPersonAt = await parts.budget.lastPersonAt(sending.conversationId);
  const manner = lastPersonAt === undefined ? undefined : mannerFor(parts, sending, lastPersonAt);
  if (lastPersonAt === undefined || manner === undefined)
    return { kind: 'unsendable', errorCode: 'messenger.window-closed' };
  const opening = {
    text: openingFor(parts.opening, lastPersonAt, parts.now()),
    room: parts.opening.length + 2,
  };
  const persona = await personaOf(parts, sending);
  const envelope = { recipient: { id: sending.senderId }, ...manner };
  const plan = messengerParts(reply, parts.settings, opening);
  return sendAll(parts, sending, { plan, envelope, ...(persona === undefined ? {} : { persona }) });
}

/** The tag is for what a person wrote by hand, within seven days, and only if Meta has approved it for us. */
function mannerFor(
  { settings, now }: MessengerSenderParts,
  { author }: DueSending,
  lastPersonAt: Date,
): Manner | undefined {
  const age = now().getTime() - lastPersonAt.getTime();
  if (age <= (settings.limits.replyWindow ?? 0)) return { messaging_type: 'RESPONSE' };
  if (author !== 'staff' || !settings.humanAgent || age > humanAgentWindow) return undefined;
  return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
}

async function personaOf(
  { staffName, personas }: MessengerSenderParts,
  { author, conversationId, seq }: DueSending,
): Promise<string | undefined> {
  if (author !== 'staff' || staffName === undefined || personas === undefined) return undefined;
  const name = await staffName(conversationId, seq);
  return name === undefined ? undefined : personas.idFor(name);
}

interface Plan {
  readonly plan: readonly MessengerPart[];
  readonly envelope: object;
  readonly persona?: string;
}

/** In order, each part after the answer to the one before; what an echo has confirmed is not sent again. */
async function sendAll(
  parts: MessengerSenderParts,
  sending: DueSending,
  { plan, envelope, persona }: Plan,
): Promise<SendResult> {
  const again = plan.length > 1 || sending.attempts > 0;
  const arrived = again ? await parts.marks.partsArrived(sending.id) : new Set<number>();
  for (const [index, part] of plan.entries()) {
    if (arrived.has(index) || isEmpty(part)) continue;
    const file = part.file === undefined ? undefined : await openOutgoing(parts.files, sending, part.file);
    if (part.file !== undefined && file === undefined)
      return { kind: 'unsendable', errorCode: 'channel.file-gone' };
    const wait = parts.pace.take();
    if (wait > 0) return { kind: 'try-later', errorCode: 'messenger.slow-down', after: wait, waits: true };
    if (index > 0) await typing(parts, sending.senderId);
    const metadata = markOf(sending.id, index);
    await parts.marks.begun(sending.id, index, metadata);
    const tell = (content: object): Promise<GraphAnswer> =>
      sendAs(parts, persona, {
        body: { ...envelope, message: { ...content, metadata } },
        ...(file === undefined ? {} : { file }),
      });
    let answer = await tell(part.message);
    if (part.fallback !== undefined && isRefusedForm(answer)) answer = await tell(part.fallback);
    const result = resultOf(parts, sending, answer);
    if (result.kind !== 'sent') return result;
    await parts.marks.taken(sending.id, index);
  }
  return { kind: 'sent' };
}

/** A persona that the platform does not know, or not any more, must not cost the message. */
async function sendAs(
  { settings, personas }: MessengerSenderParts,
  persona: string | undefined,
  message: { readonly body: object; readonly file?: OutgoingFile },
): Promise<GraphAnswer> {
  const plain = { path: `${settings.pageId}/messages`, ...message };
  if (persona === undefined) return graph(settings, plain);
  const answer = await graph(settings, { ...plain, body: { ...message.body, persona_id: persona } });
  if (!isRefusedForm(answer)) return answer;
  personas?.forget();
  return graph(settings, plain);
}

/** "Bad parameter", and no more exact word than that. */
function isRefusedForm(answer: GraphAnswer): boolean {
  return answer.kind === 'fault' && answer.code === 100 && answer.subcode === undefined;
}

/** Shows that more is coming; whether that is seen matters to nothing else. */
async function typing({ settings }: MessengerSenderParts, senderId: string): Promise<void> {
  await graph(settings, {
    path: `${settings.pageId}/messages`,
    body: { recipient: { id: senderId }, sender_action: 'typing_on' },
  });
}

/** Success is a message id, and nothing else. */
const Taken = z.looseObject({ message_id: z.string().min(1) });

function resultOf(parts: MessengerSenderParts, sending: DueSending, answer: GraphAnswer): SendResult {
  if (answer.kind === 'down') return waiting('messenger.down', parts.pace.failed());
  parts.pace.succeeded();
  if (answer.kind === 'ok' && Taken.safeParse(answer.body).success) return { kind: 'sent' };
  // It may have arrived: the echo with our mark decides, and without one a second copy is better than none.
  if (answer.kind !== 'fault')
    return {
      kind: 'try-later',
      errorCode: 'messenger.answer-lost',
      after: backOff(sending.attempts, 20_000, 120_000),
    };
  return resultOfFault(parts, sending, answer);
}

function resultOfFault(
  parts: MessengerSenderParts,
  sending: DueSending,
  answer: Extract<GraphAnswer, { readonly kind: 'fault' }>,
): SendResult {
  const fault = messengerFault(answer.code, answer.subcode);
  switch (fault.kind) {
    case 'slow-down': {
      const after =
        answer.waitMinutes > 0 ? answer.waitMinutes * 60_000 : backOff(sending.attempts, 15_000, 300_000);
      parts.pace.pause(after);
      return waiting('messenger.slow-down', after);
    }
    case 'account':
      parts.alarm(fault.alarm);
      parts.pace.pause(fault.after);
      return waiting(fault.alarm, fault.after);
    case 'again':
      if (sending.attempts + 1 >= fault.tries) return { kind: 'unsendable', errorCode: 'messenger.refused' };
      return {
        kind: 'try-later',
        errorCode: 'messenger.refused',
        after: backOff(sending.attempts, fault.after, 300_000),
      };
    case 'final':
      return { kind: 'unsendable', errorCode: fault.errorCode };
  }
}

function waiting(errorCode: string, after: number): SendResult {
  return { kind: 'try-later', errorCode, after, waits: true };
}
