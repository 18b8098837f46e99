import { type Activity, ActivityTypes, EventFactory, type Transcript, TurnContext } from 'botbuilder';
import type { ConversationId } from '../domain/ids.ts';
import type { TranscriptEntry } from '../domain/message.ts';
import type { Urgency } from '../domain/urgency.ts';
import { TurnAdapter } from './turn-adapter.ts';

export type HandoffState = 'accepted' | 'failed' | 'completed';

export interface HandoffRequest {
  readonly conversationId: ConversationId | string;
  readonly channelId: string;
  /** The same for the same line, so that a client that reads again knows it. */
  readonly id: string;
  readonly at: Date;
  readonly urgency: Urgency;
  readonly reason: string;
  readonly handoffId?: string;
  readonly epoch?: number;
  /** What was said so far. */
  readonly lines: readonly TranscriptEntry[];
}

/**
 * The Bot Framework's own way to ask for a person: `handoff.initiate` with the transcript attached, for a
 * desk that sits behind Direct Line or is told by the webhook.
 */
export function handoffInitiation(request: HandoffRequest): Partial<Activity> {
  const { id, at, urgency, reason, handoffId, epoch, lines } = request;
  const asked = activityBase(request);
  const context = new TurnContext(new TurnAdapter(), { ...asked, type: ActivityTypes.Message, id });
  const transcript: Transcript = {
    activities: lines.flatMap((line) => spoken(asked, line)),
  };
  const value = {
    urgency,
    reason,
    ...(handoffId === undefined ? {} : { handoffId }),
    ...(epoch === undefined ? {} : { epoch }),
  };
  return { ...EventFactory.createHandoffInitiation(context, value, transcript), id, timestamp: at };
}

/** `handoff.status`: what became of a request, told to whoever reads along as a desk. */
export function handoffStatus(
  about: Pick<HandoffRequest, 'conversationId' | 'channelId' | 'id' | 'at'>,
  state: HandoffState,
): Partial<Activity> {
  const { conversation, from, channelId } = activityBase(about);
  const event = EventFactory.createHandoffStatus(conversation, state);
  return { ...event, from, channelId, id: about.id, timestamp: about.at };
}

function activityBase({ conversationId, channelId }: Pick<HandoffRequest, 'conversationId' | 'channelId'>) {
  return {
    channelId,
    serviceUrl: '',
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
    from: { id: 'bot', name: '', role: 'bot' },
    recipient: { id: 'user', name: '', role: 'user' },
  };
}

/** One line as a message of the transcript; notes for staff are none. */
function spoken(
  base: ReturnType<typeof activityBase>,
  { seq, at, author, body }: TranscriptEntry,
): readonly Activity[] {
  const text = textOf(body);
  if (text === undefined) return [];
  const isPerson = body.kind === 'said' && author === 'person';
  const from = { id: isPerson ? 'user' : author, name: '', role: isPerson ? 'user' : 'bot' };
  const activity: Partial<Activity> = {
    ...base,
    from,
    recipient: isPerson ? base.from : base.recipient,
    type: ActivityTypes.Message,
    id: String(seq),
    timestamp: at,
    text,
  };
  // The SDK's own Transcript wants whole activities; what is left out is optional on the wire.
  return [activity as Activity];
}

export function textOf(body: TranscriptEntry['body']): string | undefined {
  if (body.kind === 'replied') return body.message.text;
  if (body.kind === 'noted') return undefined;
  const { content } = body;
  switch (content.kind) {
    case 'text':
    case 'staff-echo':
      return content.text;
    case 'button':
      return content.title ?? '';
    case 'attachments':
      return content.text ?? '';
    default:
      return undefined;
  }
}
