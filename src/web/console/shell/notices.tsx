import { CoffeeOutlined, DisconnectOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useDesk } from '../desk-state.ts';
import type { Link } from '../live/stream.ts';
import { linkTo } from '../route.ts';
import { useSpeech } from '../words.ts';
import { Offers } from './offers.tsx';

/** Lines under the bar that stay until they are settled: lost connection, transfers offered, time for a break. */
export function Notices({ link }: { readonly link: Link }) {
  const { t } = useSpeech();
  const { today } = useDesk();
  return (
    <div className="notices">
      {link === 'lost' ? (
        <Alert type="warning" banner icon={<DisconnectOutlined />} title={t('link.lost')} />
      ) : null}
      <Offers offers={today?.offers ?? []} />
      {today?.me.breakDue === true ? <BreakDue /> : null}
    </div>
  );
}

function BreakDue() {
  const { t } = useSpeech();
  const [later, setLater] = useState(false);
  if (later) return null;
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
          <Button size="small" type="text" onClick={() => setLater(true)}>
            {t('care.later')}
          </Button>
        </span>
      }
    />
  );
}
