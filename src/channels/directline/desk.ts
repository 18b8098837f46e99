import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { handoffNews, stepOfStatus } from '../../conversations/handoff/status-events.ts';
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

const mostLines = 1000;

async function eventOf(
  parts: DirectLineParts,
  conversationId: string,
  { seq, at, body }: TranscriptEntry,
): Promise<object | undefined> {
  const news = handoffNews(body);
  if (news === undefined) return undefined;
  const about = { conversationId, channelId: 'directline', id: `${conversationId}|e${seq}`, at };
  if (news.kind === 'status') return parts.desk.status(about, news.state);
  const id = parts.conversations.idOf('directline', conversationId);
  const lines = (await parts.conversations.transcript(id, Math.max(0, seq - mostLines), mostLines)).filter(
    (line) => line.seq < seq,
  );
  const { urgency, reason } = news;
  return parts.desk.initiation({ ...about, urgency, reason, lines });
}

const ChannelData = z.looseObject({ author: z.literal('staff') });

/** What a desk posts with the secret; nothing for what a person says through it. */
export function deskStep(
  activity: PostedActivity,
): Parameters<DirectLineParts['desk']['carryOut']>[0]['step'] | undefined {
  if (activity.type === 'event' && activity.name === 'handoff.status') {
    const step = stepOfStatus(activity.value);
    if (step === undefined) throw new UserError('request.malformed', 'handoff.status needs a state');
    return step;
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
