import { useQuery } from '@tanstack/react-query';
import { reports } from '../../api/reports.ts';
import { Nothing } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { type Speech, useSpeech } from '../../words.ts';

export function ReportTimeline({ id }: { readonly id: string }) {
  const speech = useSpeech();
  const { data } = useQuery({
    queryKey: [...keys.reports, 'timeline', id],
    queryFn: () => reports.timeline(id),
  });
  return (
    <section className="card" aria-label={speech.t('report.timeline')}>
      <h2>{speech.t('report.timeline')}</h2>
      {data?.events.length === 0 ? <Nothing>{speech.t('report.no-events')}</Nothing> : null}
      <ol className="timeline">
        {data?.events.map((event) => (
          <li key={`${event.at}-${event.what}`}>
            <span className="muted">{momentOf(event.at)}</span>
            <span>
              {happeningText(event.what, speech)}
              {event.by === null ? null : <span className="muted"> · {event.by.name}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** `report.state:received` names a state; everything else is a sentence of its own. */
function happeningText(what: string, { maybe }: Speech): string {
  const [kind = '', code = ''] = what.split(':');
  return (
    maybe(`happenings.${kind.replaceAll('.', '-')}`, { what: maybe(`report-states.${code}`) ?? code }) ?? what
  );
}
