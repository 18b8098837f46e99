import { Form, Input, Radio } from 'antd';
import { chats } from '../../../api/chat.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog, useNeeded } from '../../../parts/form-dialog.tsx';
import { keys } from '../../../queries.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

const hours = [1, 24, 24 * 7] as const;

interface Blocking {
  readonly hours: number;
  readonly reason: string;
}

/** A block always has an end, and danger is answered all the same. */
export function BlockDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const until = (length: number) => new Date(Date.now() + length * 3_600_000).toISOString();
  const block = useAction(
    ({ hours: length, reason }: Blocking) => chats.block(chat.chatId, until(length), reason),
    {
      changes: [keys.chat(chat.chatId)],
      done: end,
    },
  );
  const start: Blocking = { hours: 1, reason: '' };
  return (
    <FormDialog
      title={t('block.title', { who: chat.pseudonym })}
      ok={t('block.ok')}
      busy={block.isPending}
      start={start}
      submit={block.mutate}
      end={end}
    >
      <p className="muted">{t('block.explain')}</p>
      <Form.Item name="hours" label={t('block.for')}>
        <Radio.Group
          optionType="button"
          options={hours.map((value) => ({ value, label: t(`block.hours-${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('block.reason')} rules={needed}>
        <Input />
      </Form.Item>
    </FormDialog>
  );
}
