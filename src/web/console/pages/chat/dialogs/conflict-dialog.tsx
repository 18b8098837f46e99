import { Form, Input } from 'antd';
import { chats } from '../../../api/chat.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog, useNeeded } from '../../../parts/form-dialog.tsx';
import { keys } from '../../../queries.ts';
import { go } from '../../../route.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

/** "I know these people": the chat goes back, and the member no longer sees it. */
export function ConflictDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const leave = useAction(({ reason }: { readonly reason: string }) => chats.conflict(chat.chatId, reason), {
    changes: [keys.today],
    done: () => {
      end();
      go({ kind: 'today' });
    },
  });
  return (
    <FormDialog
      title={t('conflict.title')}
      ok={t('conflict.ok')}
      busy={leave.isPending}
      start={{ reason: '' }}
      submit={leave.mutate}
      end={end}
    >
      <p className="muted">{t('conflict.explain')}</p>
      <Form.Item name="reason" label={t('conflict.reason')} rules={needed}>
        <Input placeholder={t('conflict.placeholder')} />
      </Form.Item>
    </FormDialog>
  );
}
