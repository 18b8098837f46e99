import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { TranscriptEntry } from '../../domain/message.ts';
import type { DirectLineParts } from './parts.ts';
import type { PostedActivity } from './receive.ts';
import { toActivities } from './send.ts';

/**
 * A desk behind Direct Line: whoever holds the secret reads, beside the messages, when a person is asked
 * for (`handoff.initiate`, the transcript attached) and what became of it (`handoff.status`), and answers with
 * `handoff.status` of its own. A token, as a person's browser has it, neither reads nor may post any of this.
 */
export async function deskActivities(
  parts: DirectLineParts,
  conversationId: string,
  entries: readonly TranscriptEntry[],
): Promise<readonly object[]> {
  const activities: object[] = [];
  for (const entry of entries) {
    const event = await eventOf(parts, conversationId, entry);
    activities.push(...toActivities(conversationId, [entry]), ...(event === undefined ? [] : [event]));
  }
  return activities;
}

const stateOf: Readonly<Record<string, 'accepted' | 'failed' | 'completed'>> = {
  'holder:taken': 'accepted',
  'holder:passed': 'accepted',
  'holder:answered-outside': 'accepted',
  'holder:requeued': 'failed',
  'holder:lease-ended': 'failed',
  'holder:another-wanted': 'failed',
  'holder:returned': 'completed',
  'holder:closed': 'completed',
  'holder:person-left': 'completed',
};
const mostLines = 1000;

async function eventOf(
  parts: DirectLineParts,
  conversationId: string,
  { seq, at, body }: TranscriptEntry,
): Promise<object | undefined> {
  if (body.kind !== 'noted') return undefined;
  const about = { conversationId, channelId: 'directline', id: `${conversationId}|e${seq}`, at };
  const state = stateOf[body.event];
  if (state !== undefined) return parts.desk.status(about, state);
  const reason = /^handoff:(?<reason>.+)$/u.exec(body.event)?.groups?.['reason'];
  if (reason === undefined || body.urgency === undefined) return undefined;
  const id = parts.conversations.idOf('directline', conversationId);
  const lines = (await parts.conversations.transcript(id, Math.max(0, seq - mostLines), mostLines)).filter(
    (line) => line.seq < seq,
  );
  return parts.desk.initiation({ ...about, urgency: body.urgency, reason, lines });
}

const Status = z.looseObject({
  state: z.enum(['accepted', 'failed', 'completed']),
  message: z.string().max(2000).optional(),
});
const ChannelData = z.looseObject({ author: z.literal('staff') });

/** What a desk posts with the secret; nothing for what a person says through it. */
export function deskStep(
  activity: PostedActivity,
): Parameters<DirectLineParts['desk']['carryOut']>[0]['step'] | undefined {
  if (activity.type === 'event' && activity.name === 'handoff.status') {
    const status = Status.safeParse(activity.value);
    if (!status.success) throw new UserError('request.malformed', 'handoff.status needs a state');
    const { state, message: note = '' } = status.data;
    if (state === 'accepted') return { kind: 'accept' };
    return state === 'failed' ? { kind: 'decline', note } : { kind: 'return', note };
  }
  const text = activity.text?.trim() ?? '';
  const isStaff = activity.type === 'message' && ChannelData.safeParse(activity.channelData).success;
  return isStaff && text !== '' ? { kind: 'say', text } : undefined;
}

/** Carries out what the desk posted; a repeated post with the same `clientActivityID` changes nothing. */
export async function postAsDesk(
  parts: DirectLineParts,
  conversationId: string,
  activity: PostedActivity,
  step: NonNullable<ReturnType<typeof deskStep>>,
): Promise<{ readonly id: string }> {
  const id = `${conversationId}|d${activity.channelData?.clientActivityID ?? randomUUID()}`;
  const done = await parts.desk.carryOut({
    conversationId: parts.conversations.idOf('directline', conversationId),
    callId: `directline:${id}`,
    step,
  });
  if (done.kind === 'done') return { id };
  if (done.why === 'not-found') throw new UserError('request.not-found', 'there is no such thing here');
  throw new UserError('request.conflict', done.why);
}
