import { Tabs } from 'antd';
import { useIs, useMay } from '../../desk-state.ts';
import { useSpeech } from '../../words.ts';
import { AuditTab } from './audit-tab.tsx';
import { BlocksTab } from './blocks-tab.tsx';
import { CannedTab } from './canned-tab.tsx';
import { HoursTab } from './hours-tab.tsx';
import { LoadTab } from './load-tab.tsx';
import { MembersTab } from './members-tab.tsx';
import { RosterTab } from './roster-tab.tsx';

export function TeamPage() {
  const { t } = useSpeech();
  const leads = useMay('team.view');
  const administrator = useIs('administrator');
  const tabs = [
    ...(leads
      ? [
          { key: 'load', children: <LoadTab /> },
          { key: 'roster', children: <RosterTab /> },
          { key: 'hours', children: <HoursTab /> },
          { key: 'canned', children: <CannedTab /> },
          { key: 'blocks', children: <BlocksTab /> },
        ]
      : []),
    ...(leads || administrator
      ? [
          { key: 'members', children: <MembersTab mayChange={administrator} /> },
          { key: 'audit', children: <AuditTab /> },
        ]
      : []),
  ];
  return (
    <div className="page">
      <h1>{t('nav.team')}</h1>
      <Tabs destroyOnHidden items={tabs.map((tab) => ({ ...tab, label: t(`team-tabs.${tab.key}`) }))} />
    </div>
  );
}
