import { Form, Input, Modal, Select } from 'antd';
import { type Colleague, desk, type QueueItem } from '../../api/today.ts';
import { useAction } from '../../parts/action.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

interface Assignment {
  readonly memberId: string;
  readonly reason: string;
}

/** A supervisor gives a waiting person to one colleague, and says why the order is left. */
export function AssignDialog({
  item,
  team,
  end,
}: {
  readonly item: QueueItem;
  readonly team: readonly Colleague[];
  readonly end: () => void;
}) {
  const { t } = useSpeech();
  const [form] = Form.useForm<Assignment>();
  const assign = useAction(
    ({ memberId, reason }: Assignment) => desk.assign(item.handoffId, memberId, reason),
    { changes: [keys.today], done: end },
  );
  const options = team
    .filter(({ presence }) => presence !== 'away')
    .map(({ id, name, chats, capacity }) => ({
      value: id,
      label: `${name} (${chats}/${capacity})`,
      disabled: chats >= capacity,
    }));
  return (
    <Modal
      open
      title={t('assign.title', { who: item.pseudonym })}
      okText={t('assign.ok')}
      confirmLoading={assign.isPending}
      onOk={form.submit}
      onCancel={end}
    >
      <Form form={form} layout="vertical" onFinish={(values) => assign.mutate(values)}>
        <Form.Item
          name="memberId"
          label={t('assign.to')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Select options={options} notFoundContent={t('team.nobody')} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('assign.why')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Input />
        </Form.Item>
      </Form>
    </Modal>
  );
}
