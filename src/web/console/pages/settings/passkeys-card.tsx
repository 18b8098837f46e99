import { KeyOutlined } from '@ant-design/icons';
import { startRegistration } from '@simplewebauthn/browser';
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { type Me, me } from '../../api/account.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { Nothing } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

async function register(name: string): Promise<void> {
  const { challengeId, options } = await me.passkeyOptions();
  await me.addPasskey(challengeId, await startRegistration({ optionsJSON: options }), name);
}

export function PasskeysCard({ passkeys }: { readonly passkeys: Me['passkeys'] }) {
  const { t } = useSpeech();
  const [name, setName] = useState('');
  const add = useAction(register, { changes: [keys.me, keys.session], done: () => setName('') });
  const remove = useAction(me.endPasskey, { changes: [keys.me] });
  return (
    <Card title={t('passkeys.title')}>
      <p className="muted">{t('passkeys.explain')}</p>
      {passkeys.length === 0 ? <Nothing>{t('passkeys.none')}</Nothing> : null}
      <ul className="plain-list">
        {passkeys.map((passkey) => (
          <li key={passkey.id} className="setting">
            <span>
              <KeyOutlined aria-hidden /> {passkey.name}
              <span className="muted block">
                {t('passkeys.used', { at: passkey.lastUsedAt === null ? '–' : momentOf(passkey.lastUsedAt) })}
              </span>
            </span>
            <Popconfirm
              title={t('passkeys.sure')}
              okText={t('common.remove')}
              cancelText={t('common.cancel')}
              onConfirm={() => remove.mutate(passkey.id)}
            >
              <Button size="small">{t('common.remove')}</Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
      <span className="row">
        <Input
          aria-label={t('passkeys.name')}
          placeholder={t('passkeys.name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button loading={add.isPending} disabled={name.trim() === ''} onClick={() => add.mutate(name.trim())}>
          {t('passkeys.add')}
        </Button>
      </span>
    </Card>
  );
}
