import { z } from 'zod';
import type { TranscriptBody } from '../../domain/message.ts';
import type { Urgency } from '../../domain/urgency.ts';
import type { PartnerStep } from './partner.ts';

const Status = z.looseObject({
  state: z.enum(['accepted', 'failed', 'completed']),
  message: z.string().max(2000).optional(),
});

/** What the Bot Framework's `handoff.status` asks for; nothing when it is not as the convention says. */
export function stepOfStatus(value: unknown): PartnerStep | undefined {
  const status = Status.safeParse(value);
  if (!status.success) return undefined;
  const { state, message: note = '' } = status.data;
  if (state === 'accepted') return { kind: 'accept' };
  return state === 'failed' ? { kind: 'decline', note } : { kind: 'return', note };
}

/** How a line of the transcript that notes a change of hands is told to a desk. */
const stateOf: Readonly<Record<string, HandoffStatus>> = {
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

export type HandoffStatus = 'accepted' | 'failed' | 'completed';

/** What a noted line means to a desk: a person is asked for, or the word has changed hands. */
export function handoffNews(
  body: TranscriptBody,
):
  | { readonly kind: 'asked'; readonly reason: string; readonly urgency: Urgency }
  | { readonly kind: 'status'; readonly state: HandoffStatus }
  | undefined {
  if (body.kind !== 'noted') return undefined;
  const state = stateOf[body.event];
  if (state !== undefined) return { kind: 'status', state };
  const reason = /^handoff:(?<reason>.+)$/u.exec(body.event)?.groups?.['reason'];
  return reason === undefined || body.urgency === undefined
    ? undefined
    : { kind: 'asked', reason, urgency: body.urgency };
}
