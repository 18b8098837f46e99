import type {
  AttachmentStore,
  ConversationStore,
  Hops,
  Reception,
  Signals,
} from '../../conversations/ports.ts';
import type { Tokens } from './verify.ts';

/** What Direct Line needs of the rest of the house. */
export interface DirectLineParts {
  readonly tokens: Tokens;
  readonly reception: Reception;
  readonly hops: Hops;
  readonly conversations: ConversationStore;
  readonly attachments: AttachmentStore;
  readonly signals: Signals;
  readonly now: () => Date;
  /** False when this key (an address, a conversation) has asked too often lately. */
  readonly mayAsk: (kind: 'start' | 'post' | 'upload', key: string) => Promise<boolean>;
}
