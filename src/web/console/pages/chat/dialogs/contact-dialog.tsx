import { Checkbox, Form, Input, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { chats, type SafeContact } from '../../../api/chat.ts';
import { useAction } from '../../../parts/action.ts';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { keys } from '../../../queries.ts';
import { useSpeech } from '../../../words.ts';
import type { DialogProps } from './dialog-props.ts';

interface Fields {
  readonly never: boolean;
  readonly window: readonly [Dayjs, Dayjs] | null;
  readonly stopWord: string;
}

const clock = 'HH:mm';
const at = (time: string) => dayjs(`2000-01-01T${time}`);

function fieldsOf(rule: SafeContact | null): Fields {
  const window = rule?.window;
  return {
    never: rule?.never ?? false,
    window: window ? [at(window.from), at(window.to)] : null,
    stopWord: rule?.stopWord ?? '',
  };
}

function ruleOf({ never, window, stopWord }: Fields): SafeContact {
  return {
    never,
    window: window === null ? null : { from: window[0].format(clock), to: window[1].format(clock) },
    stopWord: stopWord.trim() === '' ? null : stopWord.trim(),
  };
}

/** When it is safe to write first: another pair of eyes may be on that phone. */
export function ContactDialog({ chat, end }: DialogProps) {
  const { t } = useSpeech();
  const save = useAction((fields: Fields) => chats.contact(chat.chatId, ruleOf(fields)), {
    changes: [keys.chat(chat.chatId)],
    done: end,
  });
  return (
    <FormDialog
      title={t('contact.title', { who: chat.pseudonym })}
      ok={t('common.save')}
      busy={save.isPending}
      start={fieldsOf(chat.safeContact)}
      submit={save.mutate}
      end={end}
    >
      <p className="muted">{t('contact.explain')}</p>
      <Form.Item name="never" valuePropName="checked">
        <Checkbox>{t('contact.never')}</Checkbox>
      </Form.Item>
      <Form.Item name="window" label={t('contact.window')}>
        <TimePicker.RangePicker format={clock} minuteStep={15} needConfirm={false} order={false} />
      </Form.Item>
      <Form.Item name="stopWord" label={t('contact.stop-word')}>
        <Input maxLength={40} />
      </Form.Item>
    </FormDialog>
  );
}
