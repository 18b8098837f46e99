import { SwapOutlined } from '@ant-design/icons';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { chats } from '../api/chat.ts';
import type { Offer } from '../api/today.ts';
import { useAction } from '../parts/action.ts';
import { lengthOf, useNow } from '../parts/time.ts';
import { UrgencyMark } from '../parts/urgency-mark.tsx';
import { keys } from '../queries.ts';
import { go } from '../route.ts';
import { useSpeech } from '../words.ts';

export function Offers({ offers }: { readonly offers: readonly Offer[] }) {
  return offers.map((offer) => <OfferLine key={offer.handoffId} offer={offer} />);
}

/** A colleague asks to hand a chat over. Saying no needs a word of why, so that they know whom to ask next. */
function OfferLine({ offer }: { readonly offer: Offer }) {
  const speech = useSpeech();
  const { t } = speech;
  const [refusing, setRefusing] = useState(false);
  const left = Date.parse(offer.expiresAt) - useNow(1000);
  const changes = [keys.today, keys.chat(offer.chatId)];
  const accept = useAction(() => chats.acceptTransfer(offer.chatId), {
    changes,
    done: () => go({ kind: 'chat', id: offer.chatId }),
  });
  const actions = (
    <span className="row">
      <Button type="primary" size="small" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
        {t('offer.accept')}
      </Button>
      <Button size="small" onClick={() => setRefusing(true)}>
        {t('offer.reject')}
      </Button>
    </span>
  );
  return (
    <Alert
      type="warning"
      banner
      icon={<SwapOutlined />}
      title={
        <span className="offer">
          <strong>{t('offer.title', { from: offer.fromName, who: offer.pseudonym })}</strong>{' '}
          <UrgencyMark urgency={offer.urgency} small />{' '}
          <span className="muted">{t('offer.left', { time: lengthOf(left, speech) })}</span>
        </span>
      }
      description={refusing ? <Refusal offer={offer} /> : offer.note}
      action={refusing ? undefined : actions}
    />
  );
}

function Refusal({ offer }: { readonly offer: Offer }) {
  const { t } = useSpeech();
  const [reason, setReason] = useState('');
  const reject = useAction((why: string) => chats.rejectTransfer(offer.chatId, why), {
    changes: [keys.today],
  });
  return (
    <span className="row">
      <Input
        autoFocus
        aria-label={t('offer.why')}
        placeholder={t('offer.why')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        disabled={reason.trim() === ''}
        loading={reject.isPending}
        onClick={() => reject.mutate(reason.trim())}
      >
        {t('offer.reject')}
      </Button>
    </span>
  );
}
