import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { team } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { Nothing } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

const listed = [...keys.team, 'shift-notes'];

/** What the next shift must know. Pseudonyms, no names: notes live longer than chats. */
export function ShiftNotesCard() {
  const { t } = useSpeech();
  const [text, setText] = useState('');
  const { data } = useQuery({ queryKey: listed, queryFn: team.shiftNotes });
  const leave = useAction(team.leaveShiftNote, { changes: [listed], done: () => setText('') });
  return (
    <Card title={t('shift-notes.title')}>
      <p className="muted">{t('shift-notes.explain')}</p>
      <Input.TextArea
        aria-label={t('shift-notes.title')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        className="spaced"
        disabled={text.trim() === ''}
        loading={leave.isPending}
        onClick={() => leave.mutate(text.trim())}
      >
        {t('shift-notes.leave')}
      </Button>
      {data?.notes.length === 0 ? <Nothing>{t('shift-notes.none')}</Nothing> : null}
      {data?.notes.map((note) => (
        <article key={`${note.at}-${note.by.id}`} className="note">
          <p className="note-head">
            {note.by.name} · {momentOf(note.at)}
          </p>
          <p className="note-text">{note.text}</p>
        </article>
      ))}
    </Card>
  );
}
