import { ConversationId, HandoffId } from '../domain/ids.ts';
import type { TranscriptEntry } from '../domain/message.ts';
import { Urgency } from '../domain/urgency.ts';
import type { StaffParts } from './parts.ts';

const mostLines = 1000;

interface Called {
  readonly id: string;
  readonly target: string;
  readonly body: Readonly<Record<string, string | number | null>>;
  readonly createdAt: Date;
}

/**
 * The data of a call with what was said. It is looked up when the call is made, so that nothing lies in the
 * delivery's row; `undefined` when there is nothing to tell any more because it was deleted meanwhile.
 */
export async function withWords(
  parts: Pick<StaffParts, 'desk' | 'handoffActivity'>,
  call: Called,
): Promise<object | undefined> {
  if (call.target === 'handoff.opened') return initiation(parts, call);
  return call.target === 'message' ? messages(parts, call) : call.body;
}

async function initiation(
  parts: Pick<StaffParts, 'desk' | 'handoffActivity'>,
  { id, body, createdAt }: Called,
): Promise<object> {
  const { conversationId, handoffId, epoch, upTo, reason } = body;
  const conversation = ConversationId.parse(conversationId);
  const lines = await linesOf(parts, conversation, {
    after: Math.max(0, Number(upTo) - mostLines),
    upTo: Number(upTo),
  });
  const activity = parts.handoffActivity({
    conversationId: conversation,
    channelId: 'webhook',
    id,
    at: createdAt,
    urgency: Urgency.parse(body['urgency']),
    reason: String(reason),
    handoffId: HandoffId.parse(handoffId),
    epoch: Number(epoch),
    lines,
  });
  return { ...body, activity };
}

async function messages(parts: Pick<StaffParts, 'desk'>, { body }: Called): Promise<object | undefined> {
  const { conversationId, handoffId, epoch, after, upTo } = body;
  const lines = await linesOf(parts, ConversationId.parse(conversationId), {
    after: Number(after),
    upTo: Number(upTo),
  });
  const said = lines.flatMap(({ seq, at, author, body: line }) =>
    author === 'person' && line.kind === 'said' ? [{ seq, at, ...wordsOf(line.content) }] : [],
  );
  return said.length === 0 ? undefined : { conversationId, handoffId, epoch, messages: said };
}

function wordsOf(content: Extract<TranscriptEntry['body'], { kind: 'said' }>['content']): object {
  if (content.kind === 'text') return { text: content.text };
  if (content.kind === 'button') return { text: content.title ?? '' };
  if (content.kind === 'attachments') return { text: content.text ?? '', files: content.attachments.length };
  return { text: '' };
}

/** Lines that showed a secret (a receipt) stay here. */
async function linesOf(
  { desk }: Pick<StaffParts, 'desk'>,
  id: ConversationId,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly TranscriptEntry[]> {
  const open = await desk.conversations.open(id, 1);
  if (open === undefined) return [];
  const lines = await desk.conversations.transcript(id, after, mostLines);
  return lines.filter(({ seq }) => seq <= upTo && !open.memory.secrets.includes(seq));
}
