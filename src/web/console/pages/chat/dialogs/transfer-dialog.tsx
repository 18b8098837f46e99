import { Form, Input, Select } from 'antd';
import { chats } from '../../../api/chat.ts';
import { useDesk } from '../../../desk-state.ts';
import { useAction } from '../../../parts/action.ts';
import { useCodes } from '../../../parts/codes.ts';
import { FormDialog, useNeeded } from '../../../parts/form-dialog.tsx';
import { keys, useMember } from '../../../queries.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

interface Transfer {
  readonly to: string | undefined;
  readonly note: string;
}

export function TransferDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const options = useColleagues();
  const transfer = useAction(({ to, note }: Transfer) => chats.transfer(chat.chatId, to ?? 'queue', note), {
    changes: [keys.chat(chat.chatId), keys.today, keys.notes(chat.chatId)],
    done: end,
  });
  const start: Transfer = { to: undefined, note: '' };
  return (
    <FormDialog
      title={t('transfer.title', { who: chat.pseudonym })}
      ok={t('transfer.ok')}
      busy={transfer.isPending}
      start={start}
      submit={transfer.mutate}
      end={end}
    >
      <p className="muted">{t('transfer.explain')}</p>
      <Form.Item name="to" label={t('transfer.to')} rules={[{ required: true, message: t('common.needed') }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="note" label={t('transfer.note')} rules={needed}>
        <Input.TextArea placeholder={t('transfer.note-placeholder')} />
      </Form.Item>
    </FormDialog>
  );
}

function useColleagues() {
  const { t } = useSpeech();
  const codes = useCodes();
  const { today } = useDesk();
  const { member } = useMember();
  const colleagues = (today?.team ?? [])
    .filter(({ id, presence }) => id !== member.id && presence === 'present')
    .map(({ id, name, chats: held, capacity, skills }) => ({
      value: id,
      label: `${name} (${held}/${capacity})${skills.length === 0 ? '' : ` · ${skills.map(codes.skill).join(', ')}`}`,
      disabled: held >= capacity,
    }));
  return [...colleagues, { value: 'queue', label: t('transfer.queue') }];
}
