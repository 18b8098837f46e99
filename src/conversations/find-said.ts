import type { ConversationStore, OpenConversation } from './ports.ts';

/** People take back what they have just written, so only the newest lines are looked at. */
const looksBack = 300;

/** The transcript line of a message of the person, by the channel's own id. */
export async function findSaid(
  store: ConversationStore,
  conversation: OpenConversation,
  externalId: string,
): Promise<number | undefined> {
  const after = Math.max(0, conversation.lastSeq - looksBack);
  const entries = await store.transcript(conversation.id, after, looksBack);
  return entries.find(({ body }) => body.kind === 'said' && body.clientId === externalId)?.seq;
}
