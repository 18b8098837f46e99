import { Button } from 'antd';
import type { Chat } from '../../api/chat.ts';
import { AnswerList } from '../../parts/answers.tsx';
import { useCodes } from '../../parts/codes.ts';
import { Nothing } from '../../parts/states.tsx';
import { linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';

/** The report beside the chat, filling in as answers come. */
export function SidePanel({ chat }: { readonly chat: Chat }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const { report } = chat;
  const answers = { ...chat.answers, ...report?.answers };
  return (
    <aside className="chat-told" aria-label={t('chat.told')}>
      <header className="card-head">
        <h2>{t('chat.told')}</h2>
        {report === null ? null : <span className="chip">{codes.state(report.state)}</span>}
      </header>
      {Object.keys(answers).length === 0 ? (
        <Nothing>{t('chat.nothing-told')}</Nothing>
      ) : (
        <AnswerList answers={answers} />
      )}
      {report === null ? null : (
        <Button block {...linkTo({ kind: 'report', id: report.id })}>
          {t('chat.open-report')}
        </Button>
      )}
    </aside>
  );
}
