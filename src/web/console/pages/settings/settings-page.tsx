import { useQuery } from '@tanstack/react-query';
import { me } from '../../api/account.ts';
import { Loading, Trouble } from '../../parts/states.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { AlarmCard } from './alarm-card.tsx';
import { DevicesCard } from './devices-card.tsx';
import { PasskeysCard } from './passkeys-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { TotpCard } from './totp-card.tsx';

export function SettingsPage() {
  const { t } = useSpeech();
  const { data, error, refetch } = useQuery({ queryKey: keys.me, queryFn: me.get });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return (
    <div className="page">
      <h1>{t('nav.settings')}</h1>
      <div className="settings">
        <ProfileCard member={data.member} />
        <AlarmCard mine={data} />
        <TotpCard on={data.totp} />
        <PasskeysCard passkeys={data.passkeys} />
        <PasswordCard />
        <DevicesCard devices={data.devices} />
      </div>
    </div>
  );
}
