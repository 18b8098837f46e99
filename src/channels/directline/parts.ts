import type { Changed } from '../../conversations/handoff/change.ts';
import type { PartnerCall } from '../../conversations/handoff/partner.ts';
import type {
  AttachmentStore,
  ConversationStore,
  Hops,
  Reception,
  Signals,
} from '../../conversations/ports.ts';
import type { TranscriptEntry } from '../../domain/message.ts';
import type { Urgency } from '../../domain/urgency.ts';
import type { Tokens } from './verify.ts';

/** What Direct Line needs of the rest of the house. */
export interface DirectLineParts {
  readonly tokens: Tokens;
  readonly reception: Reception;
  readonly hops: Hops;
  readonly conversations: ConversationStore;
  readonly attachments: Pick<AttachmentStore, 'keep' | 'viewOwn' | 'fromStaff'>;
  readonly signals: Signals;
  readonly now: () => Date;
  /** False when this key (an address, a conversation) has asked too often lately. */
  readonly mayAsk: (kind: 'start' | 'post' | 'upload', key: string) => Promise<boolean>;
  readonly desk: DeskLine;
}

interface About {
  readonly conversationId: string;
  readonly channelId: string;
  readonly id: string;
  readonly at: Date;
}

/** What a desk behind Direct Line is told and may do; the activities are the Bot Framework's own. */
export interface DeskLine {
  initiation(
    request: About & {
      readonly urgency: Urgency;
      readonly reason: string;
      readonly lines: readonly TranscriptEntry[];
    },
  ): object;
  status(about: About, state: 'accepted' | 'failed' | 'completed'): object;
  carryOut(call: PartnerCall): Promise<Changed>;
}
