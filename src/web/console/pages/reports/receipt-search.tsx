import { KeyOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { type ReportCard, reports } from '../../api/reports.ts';
import { useAction } from '../../parts/action.ts';
import { useSpeech } from '../../words.ts';

/** Someone calls and reads out their receipt: sixteen digits or six words. */
export function ReceiptSearch({
  show,
}: {
  readonly show: (found: readonly ReportCard[] | undefined) => void;
}) {
  const { t } = useSpeech();
  const [receipt, setReceipt] = useState('');
  const [searched, setSearched] = useState(false);
  const find = useAction((code: string) => reports.find(code), {
    done: ({ reports: found }) => {
      setSearched(true);
      show(found);
    },
  });
  const clear = () => {
    setReceipt('');
    setSearched(false);
    show(undefined);
  };
  return (
    <form
      className="receipt"
      onSubmit={(event) => {
        event.preventDefault();
        if (receipt.trim() !== '') find.mutate(receipt.trim());
      }}
    >
      <Input
        prefix={<KeyOutlined aria-hidden />}
        autoComplete="off"
        aria-label={t('reports.receipt')}
        placeholder={t('reports.receipt')}
        value={receipt}
        onChange={(event) => setReceipt(event.target.value)}
      />
      <Button htmlType="submit" loading={find.isPending} disabled={receipt.trim() === ''}>
        {t('reports.find')}
      </Button>
      {searched ? <Button onClick={clear}>{t('reports.show-all')}</Button> : null}
    </form>
  );
}
