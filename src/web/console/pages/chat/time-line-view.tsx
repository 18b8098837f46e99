import { LockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Note } from '../../api/chat.ts';
import { LocalFile } from '../../parts/files/local-file.tsx';
import { dayOf, momentOf } from '../../parts/time.ts';
import { useSpeech } from '../../words.ts';
import { EntryView } from './entry-view.tsx';
import type { TimeLine } from './lines.ts';
import type { Outbox, Pending } from './pending.ts';

interface Props {
  readonly line: TimeLine;
  readonly chatId: string;
  readonly folded: boolean;
  readonly outbox: Outbox;
}

export function TimeLineView({ line, chatId, folded, outbox }: Props) {
  switch (line.kind) {
    case 'day':
      return <p className="line-day">{dayOf(line.at)}</p>;
    case 'entry':
      return <EntryView entry={line.entry} chatId={chatId} folded={folded} />;
    case 'note':
      return <NoteView note={line.note} />;
    case 'pending':
      return <PendingView pending={line.pending} outbox={outbox} />;
  }
}

function NoteView({ note }: { readonly note: Note }) {
  const { t, maybe } = useSpeech();
  return (
    <article className="note">
      <p className="note-head">
        <LockOutlined aria-hidden /> {maybe(`notes.${note.kind}`) ?? t('notes.note')} · {note.by.name} ·{' '}
        {momentOf(note.at)}
      </p>
      <p className="note-text">{note.text}</p>
    </article>
  );
}

function PendingView({ pending, outbox }: { readonly pending: Pending; readonly outbox: Outbox }) {
  const { t } = useSpeech();
  const failed = pending.state === 'failed';
  return (
    <article className="entry entry-staff entry-mine">
      {pending.content.kind === 'text' ? (
        <div className="bubble">{pending.content.text}</div>
      ) : (
        <LocalFile file={pending.content.file} />
      )}
      <p className="entry-foot" role={failed ? 'alert' : undefined}>
        {t(failed ? 'delivery.not-sent' : 'delivery.sending')}
        {failed ? (
          <>
            <Button size="small" type="link" onClick={() => outbox.again(pending.clientId)}>
              {t('delivery.again')}
            </Button>
            <Button size="small" type="link" onClick={() => outbox.drop(pending.clientId)}>
              {t('delivery.drop')}
            </Button>
          </>
        ) : null}
      </p>
    </article>
  );
}
