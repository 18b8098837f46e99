import type { ChatCard, Today } from '../../api/today.ts';
import { LegalMark } from '../../parts/clocks.tsx';
import { useCodes } from '../../parts/codes.ts';
import { Nothing } from '../../parts/states.tsx';
import { lengthOf, useNow } from '../../parts/time.ts';
import { UrgencyMark } from '../../parts/urgency-mark.tsx';
import { linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';

export function MineCard({ today }: { readonly today: Today }) {
  const { t } = useSpeech();
  return (
    <section className="card" aria-labelledby="mine">
      <header className="card-head">
        <h2 id="mine">{t('today.mine')}</h2>
      </header>
      {today.mine.length === 0 ? <Nothing>{t('today.none-mine')}</Nothing> : null}
      <ul className="mine">
        {today.mine.map((chat) => (
          <MineLine key={chat.chatId} chat={chat} />
        ))}
      </ul>
    </section>
  );
}

function MineLine({ chat }: { readonly chat: ChatCard }) {
  const { t } = useSpeech();
  const codes = useCodes();
  return (
    <li>
      <a className={`mine-line edge-${chat.urgency}`} {...linkTo({ kind: 'chat', id: chat.chatId })}>
        <span className="mine-who">
          <strong className="pseudonym">{chat.pseudonym}</strong>
          <UrgencyMark urgency={chat.urgency} small />
        </span>
        <span className="muted">
          {codes.reason(chat.reason)} · {codes.channel(chat.channel)} <LegalMark clock={chat.legal} quiet />
        </span>
        {chat.offeredTo === null ? null : <span className="chip">{t('today.offered')}</span>}
        <Unanswered chat={chat} />
      </a>
    </li>
  );
}

function Unanswered({ chat }: { readonly chat: ChatCard }) {
  const speech = useSpeech();
  const now = useNow(5000);
  if (chat.unansweredSince === null) return <span className="muted">{speech.t('today.answered')}</span>;
  return (
    <strong className="unanswered">
      {speech.t('today.unanswered', { time: lengthOf(now - Date.parse(chat.unansweredSince), speech) })}
    </strong>
  );
}
