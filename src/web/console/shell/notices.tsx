import { BellOutlined, CoffeeOutlined, DisconnectOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { desk } from '../api/today.ts';
import { useDesk } from '../desk-state.ts';
import type { Link } from '../live/stream.ts';
import { useAction } from '../parts/action.ts';
import { keys } from '../queries.ts';
import { linkTo } from '../route.ts';
import { useSpeech } from '../words.ts';
import { Offers } from './offers.tsx';

/** Lines under the bar that stay until they are settled: lost connection, transfers offered, time for a break. */
export function Notices({ link }: { readonly link: Link }) {
  const { t } = useSpeech();
  const { today } = useDesk();
  // Said once for each heavy chat more; whoever has just rested is not told to rest.
  const [settled, setSettled] = useState(0);
  const resting = today?.me.presence === 'break';
  const heavy = today?.me.heavyToday ?? 0;
  useEffect(() => {
    if (resting) setSettled(heavy);
  }, [resting, heavy]);
  return (
    <div className="notices">
      {link === 'lost' ? (
        <Alert type="warning" banner icon={<DisconnectOutlined />} title={t('link.lost')} />
      ) : null}
      {today?.me.presence === 'away' ? <AwayLine /> : null}
      <Offers offers={today?.offers ?? []} />
      {today?.me.breakDue === true && today.me.heavyToday > settled ? (
        <BreakDue later={() => setSettled(today.me.heavyToday)} />
      ) : null}
    </div>
  );
}

function BreakDue({ later }: { readonly later: () => void }) {
  const { t } = useSpeech();
  return (
    <Alert
      type="info"
      banner
      icon={<CoffeeOutlined />}
      title={t('care.break-due')}
      action={
        <span className="row">
          <Button size="small" {...linkTo({ kind: 'care' })}>
            {t('care.to-break')}
          </Button>
          <Button size="small" type="text" onClick={later}>
            {t('care.later')}
          </Button>
        </span>
      }
    />
  );
}

/** After the sign-in nobody knows yet that the member is there. */
function AwayLine() {
  const { t } = useSpeech();
  const change = useAction(desk.presence, { changes: [keys.today] });
  return (
    <Alert
      type="info"
      banner
      icon={<BellOutlined />}
      title={t('presence.away-note')}
      action={
        <Button
          type="primary"
          size="small"
          loading={change.isPending}
          onClick={() => change.mutate('present')}
        >
          {t('presence.be-present')}
        </Button>
      }
    />
  );
}
