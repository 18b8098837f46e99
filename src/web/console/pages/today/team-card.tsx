import type { Colleague } from '../../api/today.ts';
import { Nothing } from '../../parts/states.tsx';
import { useSpeech } from '../../words.ts';

export function TeamCard({ team }: { readonly team: readonly Colleague[] }) {
  const { t } = useSpeech();
  return (
    <section className="card" aria-labelledby="on-shift">
      <header className="card-head">
        <h2 id="on-shift">{t('team.on-shift')}</h2>
      </header>
      {team.length === 0 ? <Nothing>{t('team.nobody')}</Nothing> : null}
      <ul className="team">
        {team.map((colleague) => (
          <ColleagueLine key={colleague.id} colleague={colleague} />
        ))}
      </ul>
    </section>
  );
}

function ColleagueLine({ colleague }: { readonly colleague: Colleague }) {
  const { t } = useSpeech();
  const { presence, duty } = colleague;
  return (
    <li className="team-line">
      <span className={`dot dot-${presence}`} aria-hidden />
      <span className="team-name">
        {colleague.name}
        <span className="muted">
          {t(`presence.${presence}`)}
          {duty === null ? null : ` · ${t(`duty.${duty}`)}`}
        </span>
      </span>
      <span className="muted" title={t('team.chats')}>
        {colleague.chats}/{colleague.capacity}
        <span className="visually-hidden"> {t('team.chats')}</span>
      </span>
    </li>
  );
}
