import { KeyOutlined, LockOutlined } from '@ant-design/icons';
import { startAuthentication } from '@simplewebauthn/browser';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { account, type SignIn } from '../../api/account.ts';
import { useFaultText } from '../../parts/faults.ts';
import { useSpeech } from '../../words.ts';
import { Door } from './door.tsx';

interface Props {
  readonly signedIn: () => void;
}

export function SignInPage({ signedIn }: Props) {
  const { t } = useSpeech();
  const textOf = useFaultText();
  const [second, setSecond] = useState<Extract<SignIn, { kind: 'second-factor' }>>();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<SignIn>) => {
    setBusy(true);
    setFault(undefined);
    try {
      const answer = await work();
      if (answer.kind === 'signed-in') signedIn();
      else setSecond(answer);
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  const passkey = () => void attempt(withPasskey);
  return (
    <Door title={t('sign-in.title')}>
      {fault === undefined ? null : <Alert type="error" showIcon title={textOf(fault)} role="alert" />}
      {second === undefined ? (
        <PasswordForm
          busy={busy}
          submit={(form) => void attempt(() => account.signIn(form.username.trim(), form.password))}
        />
      ) : (
        <CodeForm
          busy={busy}
          submit={(code) => void attempt(() => account.signInCode(second.ticket, code))}
          back={() => setSecond(undefined)}
        />
      )}
      {second === undefined || second.ways.includes('passkey') ? (
        <Button block icon={<KeyOutlined />} disabled={busy} onClick={passkey}>
          {t('sign-in.passkey')}
        </Button>
      ) : null}
      <p className="muted door-foot">{t('sign-in.lost')}</p>
    </Door>
  );
}

async function withPasskey(): Promise<SignIn> {
  const { challengeId, options } = await account.passkeyOptions();
  return account.passkey(challengeId, await startAuthentication({ optionsJSON: options }));
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

function PasswordForm({
  busy,
  submit,
}: {
  readonly busy: boolean;
  readonly submit: (form: Credentials) => void;
}) {
  const { t } = useSpeech();
  const rules = [{ required: true, message: t('common.needed') }];
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={submit}>
      <Form.Item name="username" label={t('account.username')} rules={rules}>
        <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('account.password')} rules={rules}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <Button block type="primary" size="large" htmlType="submit" icon={<LockOutlined />} loading={busy}>
        {t('sign-in.submit')}
      </Button>
    </Form>
  );
}

function CodeForm({
  busy,
  submit,
  back,
}: {
  readonly busy: boolean;
  readonly submit: (code: string) => void;
  readonly back: () => void;
}) {
  const { t } = useSpeech();
  return (
    <Form<{ readonly code: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => submit(code.replaceAll(' ', ''))}
    >
      <Form.Item
        name="code"
        label={t('sign-in.code')}
        extra={t('sign-in.code-explain')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Input autoFocus inputMode="numeric" autoComplete="one-time-code" size="large" maxLength={7} />
      </Form.Item>
      <Button block type="primary" size="large" htmlType="submit" loading={busy}>
        {t('sign-in.submit')}
      </Button>
      <Button block type="link" onClick={back}>
        {t('sign-in.back')}
      </Button>
    </Form>
  );
}
