import { App, Button, Form, Input } from 'antd';
import { me } from '../../api/account.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

interface Fields {
  readonly current: string;
  readonly next: string;
}

export function PasswordCard() {
  const { t } = useSpeech();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const change = useAction(({ current, next }: Fields) => me.password(current, next), {
    changes: [keys.me],
    done: () => {
      form.resetFields();
      void message.success(t('settings.password-changed'));
    },
  });
  const needed = { required: true, message: t('common.needed') };
  return (
    <Card title={t('settings.password')}>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={change.mutate}>
        <Form.Item name="current" label={t('settings.current-password')} rules={[needed]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('settings.next-password')}
          rules={[needed, { min: 12, message: t('setup.too-short', { n: 12 }) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" loading={change.isPending}>
          {t('settings.change-password')}
        </Button>
      </Form>
    </Card>
  );
}
