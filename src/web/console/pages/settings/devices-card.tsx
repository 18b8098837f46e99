import { DesktopOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { account, type Me, me } from '../../api/account.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { momentOf } from '../../parts/time.ts';
import { forgetLoaded, keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { forgetDrafts } from '../chat/draft.ts';

export function DevicesCard({ devices }: { readonly devices: Me['devices'] }) {
  const { t } = useSpeech();
  const end = useAction(me.endDevice, { changes: [keys.me] });
  const leave = useLeave();
  return (
    <Card title={t('devices.title')}>
      <ul className="plain-list">
        {devices.map((device) => (
          <li key={device.id} className="setting">
            <span>
              <DesktopOutlined aria-hidden /> {device.device}{' '}
              {device.current ? <span className="chip">{t('devices.this')}</span> : null}
              <span className="muted block">{t('devices.used', { at: momentOf(device.lastUsedAt) })}</span>
            </span>
            {device.current ? null : (
              <Button size="small" loading={end.isPending} onClick={() => end.mutate(device.id)}>
                {t('devices.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <span className="row">
        <Button onClick={() => leave.mutate(account.signOut)}>{t('settings.sign-out')}</Button>
        <Button danger onClick={() => leave.mutate(account.signOutEverywhere)}>
          {t('settings.sign-out-everywhere')}
        </Button>
      </span>
    </Card>
  );
}

/** Leaves nothing behind on the machine: neither drafts nor what was loaded. */
function useLeave() {
  const queries = useQueryClient();
  return useAction((signOut: () => Promise<undefined>) => signOut(), {
    done: () => {
      forgetDrafts();
      queries.setQueryData(keys.session, null);
      forgetLoaded(queries);
    },
  });
}
