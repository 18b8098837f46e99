import { ExclamationCircleFilled } from '@ant-design/icons';
import { Select } from 'antd';
import type { Presence } from '../api/account.ts';
import { desk } from '../api/today.ts';
import { useDesk, useMay } from '../desk-state.ts';
import { useAction } from '../parts/action.ts';
import { keys, useMember } from '../queries.ts';
import { usePage } from '../route.ts';
import { useSpeech } from '../words.ts';
import { TakeNext } from './take-next.tsx';

/** On top of every page: who waits in danger, and whether the member is there for them. */
export function Bar() {
  const { t } = useSpeech();
  const { member } = useMember();
  const page = usePage();
  const { today } = useDesk();
  const mayTake = useMay('queue.take');
  const danger = today?.queue.filter(({ urgency }) => urgency === 'immediate').length ?? 0;
  const waiting = today?.queue.length ?? 0;
  return (
    <header className={danger > 0 ? 'bar bar-danger' : waiting > 0 ? 'bar' : 'bar bar-calm'}>
      <p className="bar-state" role="status">
        {danger > 0 ? <ExclamationCircleFilled aria-hidden /> : null}
        {danger > 0
          ? t('bar.danger', { n: danger })
          : waiting > 0
            ? t('bar.waiting', { n: waiting })
            : t('bar.calm')}
      </p>
      {mayTake && waiting > 0 && page.kind !== 'today' ? <TakeNext /> : null}
      <span className="bar-space" />
      {today === undefined ? (
        <span className="bar-name">{member.name}</span>
      ) : (
        <PresenceChoice presence={today.me.presence} name={member.name} />
      )}
    </header>
  );
}

function PresenceChoice({ presence, name }: { readonly presence: Presence; readonly name: string }) {
  const { t } = useSpeech();
  const change = useAction(desk.presence, { changes: [keys.today] });
  const options = (['present', 'break', 'away'] as const).map((value) => ({
    value,
    label: t(`presence.${value}`),
  }));
  return (
    <div className={`presence presence-${presence}`}>
      <span className="bar-name">{name}</span>
      <Select
        aria-label={t('presence.label')}
        value={presence}
        options={options}
        onChange={(next) => change.mutate(next)}
        popupMatchSelectWidth={false}
      />
    </div>
  );
}
