import { Button, Input, QRCode } from 'antd';
import { useState } from 'react';
import { me } from '../../api/account.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

interface Started {
  readonly secret: string;
  readonly uri: string;
}

export function TotpCard({ on }: { readonly on: boolean }) {
  const { t } = useSpeech();
  const [started, setStarted] = useState<Started>();
  const begin = useAction<void, Started>(me.totp, { done: setStarted });
  const stop = useAction<void, undefined>(me.endTotp, { changes: [keys.me] });
  return (
    <Card title={t('totp.title')} extra={<span className="chip">{t(on ? 'totp.on' : 'totp.off')}</span>}>
      <p className="muted">{t('totp.explain')}</p>
      {started === undefined ? (
        <Button
          loading={begin.isPending || stop.isPending}
          onClick={() => (on ? stop.mutate() : begin.mutate())}
        >
          {t(on ? 'totp.end' : 'totp.begin')}
        </Button>
      ) : (
        <TotpSteps started={started} done={() => setStarted(undefined)} />
      )}
    </Card>
  );
}

function TotpSteps({ started, done }: { readonly started: Started; readonly done: () => void }) {
  const { t } = useSpeech();
  const [code, setCode] = useState('');
  const confirm = useAction((digits: string) => me.confirmTotp(digits), {
    changes: [keys.me, keys.session],
    done,
  });
  const submit = () => confirm.mutate(code.replaceAll(' ', ''));
  return (
    <ol className="steps">
      <li>
        {t('totp.scan')}
        <QRCode value={started.uri} type="svg" bgColor="#fff" color="#000" />
        <span className="muted">
          {t('totp.by-hand')} <code className="secret">{started.secret.replaceAll(/(.{4})/g, '$1 ')}</code>
        </span>
      </li>
      <li>
        {t('totp.enter')}
        <span className="row">
          <Input
            aria-label={t('account.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            onPressEnter={submit}
          />
          <Button type="primary" loading={confirm.isPending} disabled={code.length < 6} onClick={submit}>
            {t('totp.confirm')}
          </Button>
        </span>
      </li>
    </ol>
  );
}
