import { Button, Form, Input, Segmented } from 'antd';
import { type Member, me } from '../../api/account.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { useCodes } from '../../parts/codes.ts';
import { keys } from '../../queries.ts';
import { chooseLocale, languages, useSpeech } from '../../words.ts';

interface Fields {
  readonly name: string;
  readonly email: string;
}

export function ProfileCard({ member }: { readonly member: Member }) {
  const { t, locale } = useSpeech();
  const codes = useCodes();
  const save = useAction(
    ({ name, email }: Fields) =>
      me.change({ name: name.trim(), email: email.trim() === '' ? null : email.trim() }),
    {
      changes: [keys.me, keys.session],
    },
  );
  return (
    <Card title={t('settings.profile')}>
      <p className="muted">
        {t('settings.roles', { roles: member.roles.map(codes.role).join(', '), username: member.username })}
      </p>
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: member.name, email: member.email ?? '' }}
        onFinish={save.mutate}
      >
        <Form.Item
          name="name"
          label={t('account.name')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Input autoComplete="name" />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('account.email')}
          extra={t('settings.email-explain')}
          rules={[{ type: 'email', message: t('settings.email-wrong') }]}
        >
          <Input type="email" autoComplete="email" />
        </Form.Item>
        <Button htmlType="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </Form>
      <div className="setting">
        <span>{t('settings.language')}</span>
        <Segmented
          aria-label={t('settings.language')}
          value={locale}
          onChange={chooseLocale}
          options={[...languages]}
        />
      </div>
    </Card>
  );
}
