import { Form, Input, Radio } from 'antd';
import { chats } from '../../../api/chat.ts';
import type { Urgency } from '../../../api/today.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog, useNeeded } from '../../../parts/form-dialog.tsx';
import { UrgencyMark } from '../../../parts/urgency-mark.tsx';
import { keys } from '../../../queries.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

const levels: readonly Urgency[] = ['immediate', 'urgent', 'soon', 'routine'];

interface Change {
  readonly urgency: Urgency;
  readonly reason: string;
}

/** Machines only raise an urgency; a person may lower it, and says why. */
export function UrgencyDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const change = useAction(({ urgency, reason }: Change) => chats.urgency(chat.chatId, urgency, reason), {
    changes: [keys.chat(chat.chatId), keys.today, keys.transcript(chat.chatId)],
    done: end,
  });
  const start: Change = { urgency: chat.urgency, reason: '' };
  return (
    <FormDialog
      title={t('change-urgency.title', { who: chat.pseudonym })}
      ok={t('change-urgency.ok')}
      busy={change.isPending}
      start={start}
      submit={change.mutate}
      end={end}
    >
      <Form.Item name="urgency" label={t('change-urgency.to')}>
        <Radio.Group
          className="radio-list"
          options={levels.map((value) => ({ value, label: <UrgencyMark urgency={value} /> }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('change-urgency.why')} rules={needed}>
        <Input />
      </Form.Item>
    </FormDialog>
  );
}
