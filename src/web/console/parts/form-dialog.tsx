import { Form, type FormInstance, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useSpeech } from '../words.ts';

interface Props<Values> {
  readonly title: string;
  readonly ok: string;
  readonly busy: boolean;
  readonly start: Values;
  readonly submit: (values: Values) => void;
  readonly end: () => void;
  readonly children: ReactNode;
}

/** A small form over the page: a title that asks, a few fields, one button that says what it does. */
export function FormDialog<Values extends object>({
  title,
  ok,
  busy,
  start,
  submit,
  end,
  children,
}: Props<Values>) {
  const { t } = useSpeech();
  const [form]: [FormInstance<Values>] = Form.useForm<Values>();
  return (
    <Modal
      open
      title={title}
      okText={ok}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={end}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={start}
        onFinish={submit}
        scrollToFirstError
      >
        {children}
      </Form>
    </Modal>
  );
}

/** The rule of a field that must not stay empty. */
export function useNeeded() {
  const { t } = useSpeech();
  return [{ required: true, whitespace: true, message: t('common.needed') }];
}
