import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { retold } from '../../api/retold.ts';
import { useAction } from '../../parts/action.ts';
import { Loading, Nothing, Trouble } from '../../parts/states.tsx';
import { UrgencyMark } from '../../parts/urgency-mark.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

/** Examples that staff have told anew. The supervisor throws away what could still point to someone. */
export function RetoldTab() {
  const { t } = useSpeech();
  const { data, error, refetch } = useQuery({ queryKey: keys.retold, queryFn: retold.list });
  const remove = useAction(retold.remove, { changes: [keys.retold] });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return (
    <>
      <p className="muted">{t('retold.about')}</p>
      {data.examples.length === 0 ? <Nothing>{t('retold.none')}</Nothing> : null}
      <ul className="plain-list">
        {data.examples.map(({ id, text, misreading, intent, urgency, month }) => (
          <li key={id} className="card canned-line">
            <span>
              <strong>{text}</strong>
              <span className="block muted">
                {t(`misreadings.${misreading}`)} · {t(`intents.${intent}`)} ·{' '}
                <UrgencyMark urgency={urgency} /> · {month}
              </span>
            </span>
            <Popconfirm
              title={t('retold.remove-sure')}
              okText={t('retold.remove')}
              cancelText={t('common.cancel')}
              onConfirm={() => remove.mutate(id)}
            >
              <Button size="small" danger>
                {t('retold.remove')}
              </Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
    </>
  );
}
