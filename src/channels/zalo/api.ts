import { z } from 'zod';
import { isPicture } from '../../domain/file-kind.ts';
import { call } from '../push/call.ts';
import { asBlob, type OutgoingFile, uploadTimeout } from '../push/outgoing-file.ts';
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

const Uploaded = z.looseObject({
  data: z.looseObject({ attachment_id: z.string().min(1).optional(), token: z.string().min(1).optional() }),
});

export type ZaloUpload =
  | { readonly kind: 'uploaded'; readonly id: string }
  | Exclude<ZaloAnswer, { readonly kind: 'sent' }>;

/** Lays a file down at Zalo; what it gives back is good for a message to anyone for seven days. */
export async function uploadToZalo(to: ZaloCall, file: OutgoingFile): Promise<ZaloUpload> {
  const form = new FormData();
  form.append('file', asBlob(file), file.name);
  const answer = await call({
    url: `${to.apiUrl}/v2.0/oa/upload/${isPicture(file.contentType) ? 'image' : 'file'}`,
    headers: { access_token: to.token },
    body: form,
    timeout: uploadTimeout,
  });
  if (answer.kind === 'refused') return { kind: 'down' };
  if (answer.kind === 'lost') return { kind: 'lost' };
  const taken = read(answer.status, answer.body);
  if (taken.kind !== 'sent') return taken;
  const uploaded = Uploaded.safeParse(answer.body);
  const id = uploaded.success ? (uploaded.data.data.attachment_id ?? uploaded.data.data.token) : undefined;
  return id === undefined ? { kind: 'lost' } : { kind: 'uploaded', id };
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
