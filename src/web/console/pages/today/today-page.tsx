import { useDesk } from '../../desk-state.ts';
import { Loading, Trouble } from '../../parts/states.tsx';
import { useSpeech } from '../../words.ts';
import { HoursCard } from './hours-card.tsx';
import { MineCard } from './mine-card.tsx';
import { QueueCard } from './queue-card.tsx';
import { TeamCard } from './team-card.tsx';

export function TodayPage() {
  const { t } = useSpeech();
  const { today, error, refetch } = useDesk();
  if (today === undefined) return error === null ? <Loading /> : <Trouble error={error} again={refetch} />;
  return (
    <div className="page">
      <h1>{t('nav.today')}</h1>
      <div className="today">
        <div className="stack">
          <QueueCard today={today} />
          <MineCard today={today} />
        </div>
        <div className="stack">
          <HoursCard hours={today.hours} />
          <TeamCard team={today.team} />
        </div>
      </div>
    </div>
  );
}
