import { Alert, Input, Modal, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { account } from '../api/account.ts';
import { onConfirmNeeded } from '../api/call.ts';
import { useMember } from '../queries.ts';
import { useSpeech } from '../words.ts';
import { useFaultText } from './faults.ts';

/** Asks once more who is sitting there, before exports, keys and accounts; the action then goes on by itself. */
export function ConfirmHost() {
  const { t } = useSpeech();
  const [asked, setAsked] = useState(false);
  const answer = useRef<(confirmed: boolean) => void>(undefined);
  useEffect(() => {
    onConfirmNeeded(() => {
      setAsked(true);
      return new Promise<boolean>((resolve) => {
        answer.current = resolve;
      });
    });
    return () => onConfirmNeeded(undefined);
  }, []);
  const end = (confirmed: boolean) => {
    setAsked(false);
    answer.current?.(confirmed);
  };
  return asked ? <ConfirmDialog title={t('confirm.title')} end={end} /> : null;
}

function ConfirmDialog({
  title,
  end,
}: {
  readonly title: string;
  readonly end: (confirmed: boolean) => void;
}) {
  const { t } = useSpeech();
  const textOf = useFaultText();
  const { secondFactor } = useMember();
  const [way, setWay] = useState<'password' | 'code'>(secondFactor ? 'code' : 'password');
  const [secret, setSecret] = useState('');
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await account.confirm(way === 'password' ? { password: secret } : { code: secret });
      end(true);
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      okText={t('confirm.ok')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onOk={() => void confirm()}
      onCancel={() => end(false)}
    >
      <p>{t('confirm.why')}</p>
      <Segmented
        block
        value={way}
        onChange={setWay}
        options={[
          { value: 'password', label: t('account.password') },
          { value: 'code', label: t('account.code') },
        ]}
      />
      <Input.Password
        autoFocus
        className="spaced"
        aria-label={way === 'password' ? t('account.password') : t('account.code')}
        autoComplete={way === 'password' ? 'current-password' : 'one-time-code'}
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
        onPressEnter={() => void confirm()}
      />
      {fault === undefined ? null : <Alert type="error" showIcon title={textOf(fault)} />}
    </Modal>
  );
}
