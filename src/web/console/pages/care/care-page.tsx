import { useDesk } from '../../desk-state.ts';
import { Card } from '../../parts/card.tsx';
import { Loading } from '../../parts/states.tsx';
import { useSpeech } from '../../words.ts';
import { BreakCard } from './break-card.tsx';
import { ShiftNotesCard } from './shift-notes-card.tsx';

/** Whoever listens to children in distress all day needs looking after too. */
export function CarePage() {
  const { t } = useSpeech();
  const { today } = useDesk();
  if (today === undefined) return <Loading />;
  const { heavyToday, breakDue, presence } = today.me;
  return (
    <div className="page">
      <h1>{t('care.title')}</h1>
      <div className="settings">
        <Card title={t('care.today')}>
          <p className="figure">
            <strong>{heavyToday}</strong> {t('care.heavy')}
          </p>
          <p>{t(heavyToday === 0 ? 'care.none' : heavyToday < 3 ? 'care.some' : 'care.many')}</p>
        </Card>
        <BreakCard presence={presence} due={breakDue} />
        <Card title={t('care.talk')}>
          <p>{t('care.talk-text')}</p>
          <ul>
            {(['one', 'two', 'three', 'four'] as const).map((line) => (
              <li key={line}>{t(`care.advice.${line}`)}</li>
            ))}
          </ul>
        </Card>
        <ShiftNotesCard />
      </div>
    </div>
  );
}
