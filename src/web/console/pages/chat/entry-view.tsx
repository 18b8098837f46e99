import { WarningFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Entry } from '../../api/chat.ts';
import { useCodes } from '../../parts/codes.ts';
import { AttachmentTile } from '../../parts/files/attachment-tile.tsx';
import { momentOf } from '../../parts/time.ts';
import { useMember } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { MarkedText } from './marked-text.tsx';
import { saidOf } from './said.ts';

interface Props {
  readonly entry: Entry;
  readonly chatId: string;
  readonly folded: boolean;
}

export function EntryView({ entry, chatId, folded }: Props) {
  const { t } = useSpeech();
  const codes = useCodes();
  const { member } = useMember();
  const { body, author } = entry;
  if (body.kind === 'noted') {
    return (
      <p className="line-event">
        {codes.event(body.event)}
        {entry.by === null ? null : ` · ${entry.by.name}`} · {momentOf(entry.at)}
      </p>
    );
  }
  const mine = entry.by?.id === member.id;
  return (
    <article className={`entry entry-${author}${mine ? ' entry-mine' : ''}`}>
      <p className="entry-head">
        {author === 'staff'
          ? mine
            ? t('author.you')
            : (entry.by?.name ?? t('author.staff'))
          : t(`author.${author}`)}{' '}
        · {momentOf(entry.at)}
      </p>
      <Said entry={entry} chatId={chatId} folded={folded} />
      <Signs entry={entry} />
      {isWorthTelling(entry) ? <p className="entry-foot">{t(`delivery.${entry.delivery}`)}</p> : null}
    </article>
  );
}

function Said({ entry, chatId, folded }: Props) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  const said = saidOf(entry.body, t);
  if (folded && !open) {
    return (
      <Button className="folded" onClick={() => setOpen(true)}>
        {t('heavy.folded')}
      </Button>
    );
  }
  return (
    <>
      {said.text === '' ? null : (
        <div className={said.quiet ? 'bubble bubble-quiet' : 'bubble'}>
          <MarkedText text={said.text} signs={entry.signs} />
        </div>
      )}
      {said.files.map((file) => (
        <AttachmentTile
          key={file.id}
          owner={{ kind: 'chats', id: chatId }}
          file={file}
          ours={entry.author === 'staff'}
        />
      ))}
      {said.buttons.length === 0 ? null : (
        <ul className="offered-buttons" aria-label={t('chat.buttons')}>
          {said.buttons.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Why the machine raised the urgency: named under the message, never by colour alone. */
function Signs({ entry }: { readonly entry: Entry }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const ids = [...new Set(entry.signs.map(({ id }) => id))];
  if (ids.length === 0) return null;
  return (
    <p className="entry-signs">
      <WarningFilled aria-hidden /> {t('chat.signs')}: {ids.map((id) => codes.sign(id)).join('; ')}
    </p>
  );
}

/** Of the bot's lines only what went wrong is told; of ours everything. */
function isWorthTelling({ author, delivery }: Entry): boolean {
  if (delivery === null) return false;
  return author === 'staff' || delivery === 'failed' || delivery === 'refused';
}
