import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { isFault } from '../../api/call.ts';
import { type Chat, chats } from '../../api/chat.ts';
import { useFaultMessage } from '../../parts/faults.ts';
import { keys } from '../../queries.ts';

/** What is written, or one picture or document. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: File };

/** A message on its way. Its `clientId` stays the same over every try, so that the person never reads it twice. */
export interface Pending {
  readonly clientId: string;
  readonly content: Content;
  readonly state: 'sending' | 'failed' | 'sent';
  readonly seq?: number;
}

export interface Outbox {
  readonly pending: readonly Pending[];
  send(content: Content): void;
  again(clientId: string): void;
  drop(clientId: string): void;
}

export function useOutbox(chat: Chat): Outbox {
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const queries = useQueryClient();
  const showFault = useFaultMessage();
  const { chatId, epoch } = chat;

  const change = useCallback((clientId: string, to: Partial<Pending>) => {
    setPending((all) => all.map((one) => (one.clientId === clientId ? { ...one, ...to } : one)));
  }, []);

  const dispatch = useCallback(
    async (clientId: string, content: Content) => {
      try {
        const { seq } = await (content.kind === 'text'
          ? chats.say(chatId, { text: content.text, epoch, clientId })
          : chats.sendFile(chatId, content.file, { epoch, clientId }));
        change(clientId, { state: 'sent', seq });
      } catch (error) {
        change(clientId, { state: 'failed' });
        showFault(error);
        if (isFault(error, 'stale') || isFault(error, 'not-yours'))
          void queries.invalidateQueries({ queryKey: keys.chat(chatId) });
      }
      await queries.invalidateQueries({ queryKey: keys.transcript(chatId) });
    },
    [chatId, epoch, change, queries, showFault],
  );

  return {
    pending,
    send: (content) => {
      const clientId = crypto.randomUUID();
      setPending((all) => [
        ...all.filter(({ state }) => state !== 'sent'),
        { clientId, content, state: 'sending' },
      ]);
      void dispatch(clientId, content);
    },
    again: (clientId) => {
      const found = pending.find((one) => one.clientId === clientId);
      if (found === undefined) return;
      change(clientId, { state: 'sending' });
      void dispatch(clientId, found.content);
    },
    drop: (clientId) => setPending((all) => all.filter((one) => one.clientId !== clientId)),
  };
}
