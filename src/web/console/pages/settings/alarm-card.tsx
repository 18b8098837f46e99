import { SoundOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import type { ReactNode } from 'react';
import { sound, wakeSound } from '../../alarm/sound.ts';
import { type Me, me } from '../../api/account.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { endPush, pushPossible, startPush } from './push.ts';

export function AlarmCard({ mine }: { readonly mine: Me }) {
  const { t } = useSpeech();
  const changeSound = useAction((on: boolean) => me.change({ sound: on }), {
    changes: [keys.me, keys.session],
  });
  const changePush = useAction((on: boolean) => (on ? startPush() : endPush()), { changes: [keys.me] });
  const tryOut = () => {
    wakeSound();
    // The sound needs a moment to wake after the touch.
    setTimeout(() => sound('immediate'), 100);
  };
  return (
    <Card title={t('settings.alarm')}>
      <Setting label={t('settings.sound')} explain={t('settings.sound-explain')}>
        <Button size="small" icon={<SoundOutlined />} onClick={tryOut}>
          {t('settings.try-sound')}
        </Button>
        <Switch
          aria-label={t('settings.sound')}
          checked={mine.member.sound}
          loading={changeSound.isPending}
          onChange={(on) => changeSound.mutate(on)}
        />
      </Setting>
      <Setting
        label={t('settings.push')}
        explain={t(pushPossible() ? 'settings.push-explain' : 'settings.push-impossible')}
      >
        <Switch
          aria-label={t('settings.push')}
          disabled={!pushPossible()}
          checked={mine.push}
          loading={changePush.isPending}
          onChange={(on) => changePush.mutate(on)}
        />
      </Setting>
    </Card>
  );
}

interface SettingProps {
  readonly label: string;
  readonly explain: string;
  readonly children: ReactNode;
}

function Setting({ label, explain, children }: SettingProps) {
  return (
    <div className="setting">
      <span>
        {label}
        <span className="muted block">{explain}</span>
      </span>
      <span className="row">{children}</span>
    </div>
  );
}
