import { Form, Input } from 'antd';
import { chats } from '../../../api/chat.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog, useNeeded } from '../../../parts/form-dialog.tsx';
import { keys } from '../../../queries.ts';
import { go } from '../../../route.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

export function ReturnDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const giveBack = useAction(({ note }: { readonly note: string }) => chats.giveBack(chat.chatId, note), {
    changes: [keys.chat(chat.chatId), keys.today],
    done: () => {
      end();
      go({ kind: 'today' });
    },
  });
  return (
    <FormDialog
      title={t('return.title', { who: chat.pseudonym })}
      ok={t('return.ok')}
      busy={giveBack.isPending}
      start={{ note: '' }}
      submit={giveBack.mutate}
      end={end}
    >
      <p className="muted">{t('return.explain')}</p>
      <Form.Item name="note" label={t('return.note')} rules={needed}>
        <Input.TextArea />
      </Form.Item>
    </FormDialog>
  );
}
