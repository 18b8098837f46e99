import { z } from 'zod';
import type { ConversationId, HandoffId } from './ids.ts';
import type { Urgency } from './urgency.ts';

export const HandoffState = z.enum(['open', 'accepted', 'returned', 'closed', 'unfinished']);
export type HandoffState = z.infer<typeof HandoffState>;

/** A request for a person. `reason` is the name of a flow, a sign or a command, never words of the person. */
export interface Handoff {
  readonly id: HandoffId;
  readonly conversationId: ConversationId;
  readonly urgency: Urgency;
  readonly reason: string;
  readonly state: HandoffState;
  readonly openedAt: Date;
}
