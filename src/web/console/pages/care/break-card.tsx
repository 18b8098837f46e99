import { CoffeeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Presence } from '../../api/account.ts';
import { desk } from '../../api/today.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { lengthOf, useNow } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly presence: Presence;
  readonly due: boolean;
}

/** On a break nobody new is given to the member; the chats they hold stay theirs. */
export function BreakCard({ presence, due }: Props) {
  const { t } = useSpeech();
  const [since, setSince] = useState<number>();
  const change = useAction(desk.presence, {
    changes: [keys.today],
    done: (_, to) => setSince(to === 'break' ? Date.now() : undefined),
  });
  const resting = presence === 'break';
  return (
    <Card title={t('care.break')}>
      <p>{t(resting ? 'care.resting' : due ? 'care.break-due' : 'care.break-explain')}</p>
      {resting && since !== undefined ? <Elapsed since={since} /> : null}
      {resting ? <p className="breath" aria-hidden /> : null}
      <Button
        type={due || resting ? 'primary' : 'default'}
        icon={<CoffeeOutlined />}
        loading={change.isPending}
        onClick={() => change.mutate(resting ? 'present' : 'break')}
      >
        {t(resting ? 'care.back' : 'care.start-break')}
      </Button>
    </Card>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  const speech = useSpeech();
  const now = useNow(1000);
  return <p className="figure">{lengthOf(now - since, speech)}</p>;
}
