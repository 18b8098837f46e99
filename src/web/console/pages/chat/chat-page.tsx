import { Segmented } from 'antd';
import { useState } from 'react';
import type { Chat } from '../../api/chat.ts';
import { Loading, Trouble } from '../../parts/states.tsx';
import { useChat, useNotes, useTranscript } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { Banners } from './banners.tsx';
import { ChatHead } from './chat-head.tsx';
import { Composer } from './composer.tsx';
import { useOutbox } from './pending.ts';
import { SidePanel } from './side-panel.tsx';
import { TranscriptView } from './transcript-view.tsx';

export function ChatPage({ id }: { readonly id: string }) {
  const { data: chat, error, refetch } = useChat(id);
  if (chat !== undefined) return <OpenChat chat={chat} />;
  return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
}

/** Transcript and answers side by side; on a phone one at a time. */
function OpenChat({ chat }: { readonly chat: Chat }) {
  const { t } = useSpeech();
  const [shown, setShown] = useState<'talk' | 'told'>('talk');
  const outbox = useOutbox(chat);
  const { data: transcript } = useTranscript(chat.chatId);
  const { data: noted } = useNotes(chat.chatId);
  return (
    <div className={`chat chat-shows-${shown}`}>
      <section className="chat-talk" aria-label={t('chat.title', { who: chat.pseudonym })}>
        <ChatHead chat={chat} />
        <Segmented
          className="chat-switch"
          block
          value={shown}
          onChange={setShown}
          options={[
            { value: 'talk', label: t('chat.talk') },
            { value: 'told', label: t('chat.told') },
          ]}
        />
        <div className="chat-conversation">
          <Banners chat={chat} />
          <TranscriptView
            chat={chat}
            entries={transcript?.entries}
            notes={noted?.notes ?? []}
            outbox={outbox}
          />
          <Composer chat={chat} outbox={outbox} />
        </div>
      </section>
      <SidePanel chat={chat} />
    </div>
  );
}
