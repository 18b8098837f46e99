import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AttachmentRef } from '../../domain/answer.ts';
import { UserError } from '../../domain/errors.ts';
import type { Content } from '../../domain/message.ts';

/** A person's whole story fits; more than this in one message is not a story. */
export const longestText = 20_000;

const ChannelData = z.looseObject({ clientActivityID: z.string().max(200).optional() });

/** What a Direct Line client may post; fields we do not read are let through and dropped. */
const Activity = z.looseObject({
  type: z.string().max(50),
  name: z.string().max(100).optional(),
  text: z.string().max(longestText, `a message holds at most ${longestText} characters`).optional(),
  value: z.unknown().optional(),
  channelData: ChannelData.optional().catch(undefined),
});
export type PostedActivity = z.infer<typeof Activity>;

const Payload = z.looseObject({ payload: z.string().max(1000) });

export type Received =
  | { readonly kind: 'event'; readonly externalId: string; readonly content: Content }
  | { readonly kind: 'ignored'; readonly externalId: string };

export function parseActivity(body: Buffer): PostedActivity {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new UserError('request.malformed', 'the body is not JSON');
  }
  const parsed = Activity.safeParse(json);
  if (parsed.success) return parsed.data;
  const tooLong = parsed.error.issues.some((issue) => issue.code === 'too_big' && issue.path[0] === 'text');
  if (tooLong) throw new UserError('request.too-large', `a message holds at most ${longestText} characters`);
  throw new UserError('request.malformed', 'the body is no activity');
}

/**
 * Makes an event of an activity. The external id carries the client's own id when it sent one, so
 * that a retry of the same post is recognised as the same message.
 */
export function receiveActivity(
  conversationId: string,
  activity: PostedActivity,
  files: readonly AttachmentRef[],
): Received {
  const externalId = externalIdFor(conversationId, activity.channelData?.clientActivityID);
  if (activity.type === 'typing' || activity.type === 'endOfConversation')
    return { kind: 'ignored', externalId };
  if (activity.type === 'conversationUpdate' || isOpening(activity))
    return { kind: 'event', externalId, content: { kind: 'opened' } };
  if (activity.type !== 'message')
    throw new UserError('request.malformed', 'this type of activity is not taken');
  return { kind: 'event', externalId, content: contentOf(activity, files) };
}

/** `webchat/join` is what Bot Framework Web Chat sends when it opens. */
function isOpening(activity: PostedActivity): boolean {
  return activity.type === 'event' && (activity.name === 'webchat/join' || activity.name === 'opened');
}

function contentOf(activity: PostedActivity, files: readonly AttachmentRef[]): Content {
  const text = activity.text?.trim() ?? '';
  if (files.length > 0)
    return { kind: 'attachments', attachments: [...files], ...(text === '' ? {} : { text }) };
  const payload = Payload.safeParse(activity.value);
  if (payload.success) return { kind: 'button', value: payload.data.payload, title: text.slice(0, 200) };
  return text === '' ? { kind: 'sticker' } : { kind: 'text', text };
}

function externalIdFor(conversationId: string, clientId: string | undefined): string {
  return clientId === undefined ? `${conversationId}|r${randomUUID()}` : `${conversationId}|c${clientId}`;
}

/** The client's own id of a message, from the external id. */
export function clientIdOf(externalId: string): string | undefined {
  const at = externalId.indexOf('|c');
  return at < 0 ? undefined : externalId.slice(at + 2);
}
