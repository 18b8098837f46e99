import { z } from 'zod';
import type { Changed } from '../conversations/handoff/change.ts';
import { refused } from '../conversations/handoff/change.ts';
import { byPartner, type PartnerCall, type PartnerStep } from '../conversations/handoff/partner.ts';
import { UserError } from '../domain/errors.ts';
import { ConversationId, HandoffId } from '../domain/ids.ts';
import type { HttpRequest, HttpResponse, Route } from '../domain/route.ts';
import { Outcome } from './chat-routes.ts';
import type { StaffParts } from './parts.ts';
import { fault } from './route.ts';
import { unsafeNow } from './safe-contact.ts';
import { isSigned, type WebhookTarget } from './webhook.ts';

const about = { conversationId: ConversationId, epoch: z.number().int().min(0) };
const note = z.string().trim().max(5000).default('');

/** What a desk of the Centre's own may ask of us; docs/webhook-api.md describes it. */
const Call = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('handoff.accept'),
    data: z.strictObject({ conversationId: ConversationId, handoffId: HandoffId }),
  }),
  z.strictObject({
    type: z.literal('message'),
    data: z.strictObject({ ...about, text: z.string().trim().min(1).max(5000) }),
  }),
  z.strictObject({ type: z.literal('handoff.return'), data: z.strictObject({ ...about, note }) }),
  z.strictObject({
    type: z.literal('handoff.close'),
    data: z.strictObject({ ...about, outcome: Outcome, note }),
  }),
  z.strictObject({ type: z.literal('handoff.decline'), data: z.strictObject({ ...about, note }) }),
]);
type Call = z.infer<typeof Call>;

/** The way back of the webhook; there only when one is set up. */
export function deskCallRoutes(parts: StaffParts, webhook: WebhookTarget | undefined): readonly Route[] {
  if (webhook === undefined) return [];
  return [
    {
      method: 'POST',
      path: '/webhooks/desk',
      handle: (request) => answer(parts, webhook, request),
    },
  ];
}

async function answer(
  parts: StaffParts,
  { secret }: WebhookTarget,
  request: HttpRequest,
): Promise<HttpResponse> {
  const id = header(request, 'webhook-id');
  const call = {
    id,
    timestamp: header(request, 'webhook-timestamp'),
    signatures: header(request, 'webhook-signature'),
    body: request.body,
  };
  if (!/^[\w.-]{8,100}$/u.test(id) || !isSigned(secret, call, parts.now()))
    throw new UserError('request.unauthorised', 'the signature is not good, or the call is too old');
  const asked = callOf(request.body);
  const { conversationId } = asked.data;
  const done = await partnerCall(parts, { conversationId, callId: `webhook:${id}`, step: stepOf(asked) });
  if (done.kind === 'done') return { status: 200, body: { epoch: done.held.epoch, seq: done.seq } };
  return fault(done.why === 'not-found' ? 404 : 409, done.why);
}

function stepOf(call: Call): PartnerStep {
  switch (call.type) {
    case 'handoff.accept':
      return { kind: 'accept', handoffId: call.data.handoffId };
    case 'message':
      return { kind: 'say', text: call.data.text, epoch: call.data.epoch };
    case 'handoff.return':
      return { kind: 'return', note: call.data.note, epoch: call.data.epoch };
    case 'handoff.close':
      return { kind: 'close', outcome: call.data.outcome, note: call.data.note, epoch: call.data.epoch };
    case 'handoff.decline':
      return { kind: 'decline', note: call.data.note, epoch: call.data.epoch };
  }
}

/** A call of the other desk, by webhook or Direct Line: the channel's length and the person's safe hours hold for it, too. */
export async function partnerCall(parts: StaffParts, call: PartnerCall): Promise<Changed> {
  const { conversationId: id, step } = call;
  if (step.kind === 'say') {
    const chat = await parts.desk.desk.chat(id);
    if (chat === undefined) return refused('not-found');
    if (step.text.length > parts.limitsOf(chat.channel).textLength)
      throw new UserError('request.malformed', 'the message is longer than its channel takes');
    if ((await unsafeNow(parts, id, chat.lastPersonAt)) !== undefined) return refused('unsafe-time');
  }
  return byPartner(parts.desk, call);
}

function callOf(body: Buffer): Call {
  try {
    const parsed = Call.safeParse(JSON.parse(body.toString('utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to the refusal.
  }
  throw new UserError('request.malformed', 'the call is not as docs/webhook-api.md describes it');
}

function header({ headers }: HttpRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
