import { Alert, Form, Input, Radio, Select } from 'antd';
import { Intent } from '../../../../../domain/intent.ts';
import { Register } from '../../../../../domain/register.ts';
import { Misreading, type Retold } from '../../../../../domain/retold.ts';
import { Urgency } from '../../../../../domain/urgency.ts';
import { retold } from '../../../api/retold.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog, useNeeded } from '../../../parts/form-dialog.tsx';
import { UrgencyMark } from '../../../parts/urgency-mark.tsx';
import { keys } from '../../../queries.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

const intents = Intent.options.filter((intent) => intent !== 'unknown');
const start: Partial<Retold> = {
  misreading: 'not-understood',
  text: '',
  urgency: 'routine',
  register: 'child',
};

/**
 * What the machine misread is told anew, by a person. The field is empty on purpose: the person's own words
 * are not to be kept, and the server refuses a text that repeats them.
 */
export function RetellDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const add = useAction((example: Partial<Retold>) => retold.add(chat.chatId, example), {
    changes: [keys.retold],
    done: end,
  });
  return (
    <FormDialog<Partial<Retold>>
      title={t('retell.title')}
      ok={t('retell.ok')}
      busy={add.isPending}
      start={start}
      submit={add.mutate}
      end={end}
    >
      <Alert type="info" title={t('retell.why')} />
      <Form.Item name="misreading" label={t('retell.misreading')} className="space-above">
        <Radio.Group
          className="radio-list"
          options={Misreading.options.map((value) => ({ value, label: t(`misreadings.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t('retell.text')} extra={t('retell.text-hint')} rules={needed}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item
        name="intent"
        label={t('retell.intent')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={intents.map((value) => ({ value, label: t(`intents.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="urgency" label={t('retell.urgency')}>
        <Radio.Group
          className="radio-list"
          options={Urgency.options.map((value) => ({ value, label: <UrgencyMark urgency={value} /> }))}
        />
      </Form.Item>
      <Form.Item name="register" label={t('retell.register')}>
        <Select options={Register.options.map((value) => ({ value, label: t(`registers.${value}`) }))} />
      </Form.Item>
    </FormDialog>
  );
}
