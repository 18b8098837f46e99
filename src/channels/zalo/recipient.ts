/**
 * Whom a reply goes to. Visitors of the OA's web widget have no Zalo account: they are answered by two
 * short-lived ids on another address of the API, so their sender id carries both.
 */
export type ZaloRecipient =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'visitor'; readonly anonymousId: string; readonly conversationId: string };

const visitor = 'visitor';

export function visitorId(anonymousId: string, conversationId: string): string {
  return [visitor, conversationId, anonymousId].join('|');
}

export function recipientOf(senderId: string): ZaloRecipient {
  const [kind, conversationId, anonymousId] = senderId.split('|');
  if (kind !== visitor || conversationId === undefined || anonymousId === undefined)
    return { kind: 'user', userId: senderId };
  return { kind: 'visitor', anonymousId, conversationId };
}
