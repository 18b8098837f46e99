import { Form, Input, Radio } from 'antd';
import { chats, type Outcome, outcomes } from '../../../api/chat.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { keys } from '../../../queries.ts';
import { go } from '../../../route.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

interface Closing {
  readonly outcome: Outcome;
  readonly note: string;
}

export function CloseDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const close = useAction(({ outcome, note }: Closing) => chats.close(chat.chatId, outcome, note.trim()), {
    changes: [keys.chat(chat.chatId), keys.today],
    done: () => {
      end();
      go({ kind: 'today' });
    },
  });
  const start: Partial<Closing> = { note: '' };
  return (
    <FormDialog
      title={t('close.title', { who: chat.pseudonym })}
      ok={t('close.ok')}
      busy={close.isPending}
      start={start}
      submit={(values) => close.mutate({ outcome: values.outcome ?? 'other', note: values.note ?? '' })}
      end={end}
    >
      <p className="muted">{t('close.explain')}</p>
      <Form.Item
        name="outcome"
        label={t('close.outcome')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Radio.Group
          className="radio-list"
          options={outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('close.note')}>
        <Input.TextArea />
      </Form.Item>
    </FormDialog>
  );
}
