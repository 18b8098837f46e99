import { Button } from 'antd';
import { useState } from 'react';
import type { QueueItem, Today } from '../../api/today.ts';
import { useMay } from '../../desk-state.ts';
import { LegalMark, WaitingMark } from '../../parts/clocks.tsx';
import { useCodes } from '../../parts/codes.ts';
import { Nothing } from '../../parts/states.tsx';
import { UrgencyMark } from '../../parts/urgency-mark.tsx';
import { TakeNext } from '../../shell/take-next.tsx';
import { useSpeech } from '../../words.ts';
import { AssignDialog } from './assign-dialog.tsx';

/** Who waits for a person, in the order in which they will be served. */
export function QueueCard({ today }: { readonly today: Today }) {
  const { t } = useSpeech();
  const { queue, me } = today;
  const full = me.chats >= me.capacity;
  return (
    <section className="card" aria-labelledby="queue">
      <header className="card-head">
        <h2 id="queue">{t('queue.title', { n: queue.length })}</h2>
        <span className={full ? 'muted strong' : 'muted'}>
          {t(full ? 'queue.full' : 'queue.capacity', { n: me.chats, of: me.capacity })}
        </span>
      </header>
      {queue.length === 0 ? <Nothing>{t('queue.empty')}</Nothing> : null}
      {queue.length > 0 ? <TakeNext big /> : null}
      <ol className="queue">
        {queue.map((item) => (
          <QueueLine key={item.handoffId} item={item} today={today} />
        ))}
      </ol>
    </section>
  );
}

function QueueLine({ item, today }: { readonly item: QueueItem; readonly today: Today }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const mayAssign = useMay('queue.assign');
  const [assigning, setAssigning] = useState(false);
  return (
    <li className={`queue-line edge-${item.urgency}`}>
      <div className="queue-who">
        <UrgencyMark urgency={item.urgency} />
        <strong className="pseudonym">{item.pseudonym}</strong>
        {item.unfinished ? <span className="chip">{t('queue.unfinished')}</span> : null}
      </div>
      <p className="queue-why">{codes.reason(item.reason)}</p>
      <p className="queue-more muted">
        {codes.channel(item.channel)}
        {item.skills.map((skill) => ` · ${codes.skill(skill)}`)} · <LegalMark clock={item.legal} />
      </p>
      <div className="queue-wait">
        <span className="muted">{t('queue.waits')}</span>
        <WaitingMark item={item} />
        {mayAssign ? (
          <Button size="small" onClick={() => setAssigning(true)}>
            {t('queue.assign')}
          </Button>
        ) : null}
      </div>
      {assigning ? <AssignDialog item={item} team={today.team} end={() => setAssigning(false)} /> : null}
    </li>
  );
}
