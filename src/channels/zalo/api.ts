import { z } from 'zod';
import { call } from '../push/call.ts';
import type { ZaloMessage } from './messages.ts';
import type { ZaloRecipient } from './recipient.ts';

const Answer = z.looseObject({
  error: z.number().int(),
  data: z
    .looseObject({ quota: z.looseObject({ quota_type: z.string() }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

export type ZaloAnswer =
  /** `quota` says what paid for it: `reply` is free, others are charged. */
  | { readonly kind: 'sent'; readonly quota?: string }
  | { readonly kind: 'fault'; readonly code: number }
  /** The platform was not reached, or answered as one that is down: surely not sent. */
  | { readonly kind: 'down' }
  /** No answer came, or none that can be read: it may have been sent. */
  | { readonly kind: 'lost' };

export interface ZaloCall {
  readonly apiUrl: string;
  readonly token: string;
}

/** Sends one message: v3.0 for people with an account, v2.0 for visitors of the web widget. */
export async function sendToZalo(
  to: ZaloCall,
  recipient: ZaloRecipient,
  message: ZaloMessage,
): Promise<ZaloAnswer> {
  const path = recipient.kind === 'user' ? '/v3.0/oa/message/cs' : '/v2.0/oa/message';
  const who =
    recipient.kind === 'user'
      ? { user_id: recipient.userId }
      : { anonymous_id: recipient.anonymousId, conversation_id: recipient.conversationId };
  const answer = await call({
    url: `${to.apiUrl}${path}`,
    headers: { access_token: to.token, 'content-type': 'application/json' },
    body: JSON.stringify({ recipient: who, message }),
  });
  if (answer.kind === 'refused') return { kind: 'down' };
  if (answer.kind === 'lost') return { kind: 'lost' };
  return read(answer.status, answer.body);
}

/** Success is `error === 0` and nothing else; everything comes with HTTP 200 but a dead token and gateways. */
function read(status: number, body: unknown): ZaloAnswer {
  const parsed = Answer.safeParse(body);
  if (parsed.success && parsed.data.error !== 0) return { kind: 'fault', code: parsed.data.error };
  if (status === 401) return { kind: 'fault', code: -216 };
  if (status === 429) return { kind: 'fault', code: -32 };
  if (status === 502 || status === 503) return { kind: 'down' };
  if (!parsed.success || status !== 200) return { kind: 'lost' };
  const quota = parsed.data.data?.quota?.quota_type;
  return { kind: 'sent', ...(quota === undefined ? {} : { quota }) };
}
