import type { Today } from '../../api/today.ts';
import { momentOf } from '../../parts/time.ts';
import { useSpeech } from '../../words.ts';

/** What people are told about waiting just now: open, or closed with 111 in sight. */
export function HoursCard({ hours }: { readonly hours: Today['hours'] }) {
  const { t } = useSpeech();
  const until = hours.state === 'open' ? hours.closesAt : hours.opensAt;
  return (
    <section className="card hours" aria-label={t('hours.title')}>
      <strong>{t(`hours.${hours.state}`)}</strong>
      {hours.holiday === null ? null : <span> · {hours.holiday}</span>}
      {until === null ? null : (
        <p className="muted">
          {t(hours.state === 'open' ? 'hours.closes' : 'hours.opens', { at: momentOf(until) })}
        </p>
      )}
      {hours.state === 'closed' ? <p className="muted">{t('hours.closed-note')}</p> : null}
    </section>
  );
}
