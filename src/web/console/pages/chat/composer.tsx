import { addresses } from 'virtual:console/addresses';
import { LockOutlined, SendOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type KeyboardEvent, useRef, useState } from 'react';
import { type Chat, chats } from '../../api/chat.ts';
import { useMay } from '../../desk-state.ts';
import { useAction } from '../../parts/action.ts';
import { keys, useMember } from '../../queries.ts';
import { fill, type Params, useSpeech } from '../../words.ts';
import { AttachButton, ChosenFile, usePastedPicture } from './attach.tsx';
import { CannedPicker } from './canned-picker.tsx';
import { useDraft } from './draft.ts';
import { LimitsLine } from './limits-line.tsx';
import type { Outbox } from './pending.ts';

interface Props {
  readonly chat: Chat;
  readonly outbox: Outbox;
}

/** Two ways of writing that look different, so that a note never goes to the child by mistake. */
export function Composer({ chat, outbox }: Props) {
  const { t } = useSpeech();
  const holds = chat.holder.kind === 'staff' && chat.holder.you;
  const [chosen, setChosen] = useState<'reply' | 'note'>('reply');
  const kind = holds ? chosen : 'note';
  return (
    <div className={`composer composer-${kind}`}>
      {holds ? (
        <Segmented
          size="small"
          value={kind}
          onChange={setChosen}
          options={[
            { value: 'reply', label: t('composer.reply') },
            { value: 'note', label: t('composer.note'), icon: <LockOutlined /> },
          ]}
        />
      ) : (
        <p className="muted composer-why">{t('composer.only-notes')}</p>
      )}
      {kind === 'reply' ? <ReplyBox chat={chat} outbox={outbox} /> : <NoteBox chat={chat} />}
    </div>
  );
}

function ReplyBox({ chat, outbox }: Props) {
  const { t } = useSpeech();
  const { member } = useMember();
  const [text, setText] = useDraft(chat.chatId, 'reply');
  const tellTyping = useTyping(chat.chatId);
  const field = useRef<TextAreaRef>(null);
  const [file, setFile] = useState<File>();
  const takesFiles = chat.limits.takesFiles;
  const paste = usePastedPicture(setFile);
  const tooLong = text.length > chat.limits.textLength;
  const send = () => {
    if (text.trim() === '' || tooLong) return;
    outbox.send({ kind: 'text', text: text.trim() });
    setText('');
    field.current?.focus();
  };
  const insert = (canned: string) => {
    const words = wordsFor(chat, member.name);
    setText(`${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fill(canned, words)}`);
    field.current?.focus();
  };
  // The box comes back with its draft, and takes the focus by itself.
  const leaveFile = () => setFile(undefined);
  const sendFile = (chosen: File) => {
    outbox.send({ kind: 'file', file: chosen });
    leaveFile();
  };
  if (file !== undefined) return <ChosenFile file={file} send={() => sendFile(file)} cancel={leaveFile} />;
  return (
    <>
      <Input.TextArea
        ref={field}
        autoFocus
        aria-label={t('composer.reply')}
        placeholder={t('composer.placeholder', { who: chat.pseudonym })}
        value={text}
        status={tooLong ? 'error' : ''}
        onChange={(event) => {
          setText(event.target.value);
          tellTyping();
        }}
        onKeyDown={(event) => onEnter(event, send)}
        {...(takesFiles ? { onPaste: paste } : {})}
      />
      <div className="composer-row">
        <CannedPicker locale={chat.locale} choose={insert} />
        {takesFiles ? <AttachButton choose={setFile} /> : null}
        <LimitsLine limits={chat.limits} length={text.length} />
        <Button
          type="primary"
          icon={<SendOutlined />}
          disabled={text.trim() === '' || tooLong}
          onClick={send}
        >
          {t('composer.send')}
        </Button>
      </div>
    </>
  );
}

function NoteBox({ chat }: { readonly chat: Chat }) {
  const { t } = useSpeech();
  const [text, setText] = useDraft(chat.chatId, 'note');
  const whispers = useMay('chat.whisper') && chat.holder.kind === 'staff' && !chat.holder.you;
  const save = useAction(
    (note: string) => (whispers ? chats.whisper(chat.chatId, note) : chats.note(chat.chatId, note)),
    {
      changes: [keys.notes(chat.chatId)],
      done: () => setText(''),
    },
  );
  const submit = () => {
    if (text.trim() !== '') save.mutate(text.trim());
  };
  return (
    <>
      <Input.TextArea
        aria-label={t(whispers ? 'composer.whisper' : 'composer.note')}
        placeholder={t(whispers ? 'composer.whisper-placeholder' : 'composer.note-placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => onEnter(event, submit)}
      />
      <div className="composer-row">
        <span className="muted limits">{t('composer.staff-only')}</span>
        <Button
          icon={<LockOutlined />}
          loading={save.isPending}
          disabled={text.trim() === ''}
          onClick={submit}
        >
          {t(whispers ? 'composer.send-whisper' : 'composer.save-note')}
        </Button>
      </div>
    </>
  );
}

/** Enter sends, Shift+Enter breaks the line; an Enter that ends a Vietnamese syllable does neither. */
function onEnter(event: KeyboardEvent, send: () => void): void {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  send();
}

const typingEvery = 4000;

function useTyping(chatId: string): () => void {
  const last = useRef(0);
  return () => {
    if (Date.now() - last.current < typingEvery) return;
    last.current = Date.now();
    // Not worth a word when it fails: the message itself will say so.
    void chats.typing(chatId).catch(() => undefined);
  };
}

/** What a canned reply's placeholders mean in this chat; one that is not known stays for the writer to fill. */
function wordsFor({ locale, address }: Chat, name: string): Params {
  const you = addresses[locale]?.[address ?? ''];
  if (you === undefined) return { me: name };
  return { me: name, you, You: you.charAt(0).toLocaleUpperCase('vi') + you.slice(1) };
}
