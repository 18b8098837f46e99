import { Alert, Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useSpeech } from '../words.ts';
import { useFaultText } from './faults.ts';

export function Loading() {
  const { t } = useSpeech();
  return (
    <div className="state" role="status">
      <Spin size="large" />
      <span className="visually-hidden">{t('common.loading')}</span>
    </div>
  );
}

export function Trouble({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const { t } = useSpeech();
  const textOf = useFaultText();
  return (
    <div className="state">
      <Alert
        type="error"
        showIcon
        title={textOf(error)}
        action={again === undefined ? undefined : <Button onClick={again}>{t('common.again')}</Button>}
      />
    </div>
  );
}

export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="nothing">{children}</p>;
}
