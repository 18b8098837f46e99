import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Progress } from 'antd';
import { useState } from 'react';
import { account } from '../../api/account.ts';
import { useCodes } from '../../parts/codes.ts';
import { useFaultText } from '../../parts/faults.ts';
import { Loading } from '../../parts/states.tsx';
import { go, linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';
import { Door } from './door.tsx';

interface Fields {
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

const shortest = 12;

/** The first account by the one-time link of the first start, all others by invitation. */
export function SetupPage({ signedIn }: { readonly signedIn: () => void }) {
  const { t } = useSpeech();
  const textOf = useFaultText();
  const [token] = useState(() => location.hash.slice(1));
  const { data, error } = useQuery({
    queryKey: ['setup'],
    queryFn: () => account.setup(token),
    retry: false,
  });
  if (error !== null) {
    return (
      <Door title={t('setup.title')}>
        <Alert type="error" showIcon title={textOf(error)} />
        <Button block {...linkTo({ kind: 'today' })}>
          {t('setup.to-sign-in')}
        </Button>
      </Door>
    );
  }
  if (data === undefined) return <Loading />;
  const done = () => {
    go({ kind: 'today' });
    signedIn();
  };
  return (
    <Door title={t(data.kind === 'first' ? 'setup.first' : 'setup.invited')}>
      <Welcome roles={data.roles} />
      <SetupForm token={token} name={data.name ?? ''} done={done} />
    </Door>
  );
}

function Welcome({ roles }: { readonly roles: readonly string[] }) {
  const { t } = useSpeech();
  const codes = useCodes();
  return <p className="muted">{t('setup.roles', { roles: roles.map(codes.role).join(', ') })}</p>;
}

function SetupForm({
  token,
  name,
  done,
}: {
  readonly token: string;
  readonly name: string;
  readonly done: () => void;
}) {
  const { t } = useSpeech();
  const textOf = useFaultText();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (fields: Fields) => {
    setBusy(true);
    try {
      await account.setUp({
        token,
        name: fields.name.trim(),
        username: fields.username.trim(),
        password: fields.password,
      });
      done();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const needed = { required: true, message: t('common.needed') };
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={{ name }}
      onFinish={(fields) => void submit(fields)}
    >
      {fault === undefined ? null : <Alert type="error" showIcon title={textOf(fault)} role="alert" />}
      <Form.Item name="name" label={t('account.name')} extra={t('setup.name-explain')} rules={[needed]}>
        <Input autoFocus={name === ''} autoComplete="name" size="large" />
      </Form.Item>
      <Form.Item
        name="username"
        label={t('account.username')}
        extra={t('setup.username-explain')}
        rules={[needed, { pattern: /^[a-z0-9][a-z0-9._-]{2,39}$/, message: t('setup.username-wrong') }]}
      >
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('account.password')}
        extra={t('setup.password-explain', { n: shortest })}
        rules={[needed, { min: shortest, message: t('setup.too-short', { n: shortest }) }]}
      >
        <Input.Password autoComplete="new-password" size="large" />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => <PasswordLength password={String(getFieldValue('password') ?? '')} />}
      </Form.Item>
      <Button block type="primary" size="large" htmlType="submit" loading={busy}>
        {t('setup.submit')}
      </Button>
    </Form>
  );
}

function PasswordLength({ password }: { readonly password: string }) {
  if (password === '') return null;
  const percent = Math.min(100, (password.length / shortest) * 100);
  return (
    <Progress
      aria-hidden
      percent={percent}
      showInfo={false}
      size="small"
      status={percent < 100 ? 'exception' : 'success'}
    />
  );
}
