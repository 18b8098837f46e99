import type { ReactNode } from 'react';
import { useIs, useMay } from '../../desk-state.ts';
import { linkTo, usePage } from '../../route.ts';
import { useSpeech } from '../../words.ts';
import { AuditTab } from './audit-tab.tsx';
import { BlocksTab } from './blocks-tab.tsx';
import { CannedTab } from './canned-tab.tsx';
import { HoursTab } from './hours-tab.tsx';
import { LoadTab } from './load-tab.tsx';
import { MembersTab } from './members-tab.tsx';
import { RetoldTab } from './retold-tab.tsx';
import { RosterTab } from './roster-tab.tsx';

interface Tab {
  readonly key: string;
  readonly content: ReactNode;
}

/** Each part has an address of its own, so that it can be kept open in a second window. */
export function TeamPage() {
  const { t } = useSpeech();
  const page = usePage();
  const tabs = useTabs();
  const open = tabs.find(({ key }) => page.kind === 'team' && key === page.tab) ?? tabs[0];
  return (
    <div className="page">
      <h1>{t('nav.team')}</h1>
      <nav aria-label={t('nav.team')}>
        <ul className="tabs">
          {tabs.map(({ key }) => (
            <li key={key}>
              <a
                {...linkTo({ kind: 'team', tab: key })}
                aria-current={key === open?.key ? 'page' : undefined}
              >
                {t(`team-tabs.${key}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div>{open?.content}</div>
    </div>
  );
}

function useTabs(): readonly Tab[] {
  const leads = useMay('team.view');
  const administrator = useIs('administrator');
  const shift: readonly Tab[] = [
    { key: 'load', content: <LoadTab /> },
    { key: 'roster', content: <RosterTab /> },
    { key: 'hours', content: <HoursTab /> },
    { key: 'canned', content: <CannedTab /> },
    { key: 'blocks', content: <BlocksTab /> },
    { key: 'retold', content: <RetoldTab /> },
  ];
  const accounts: readonly Tab[] = [
    { key: 'members', content: <MembersTab mayChange={administrator} /> },
    { key: 'audit', content: <AuditTab /> },
  ];
  return [...(leads ? shift : []), ...(leads || administrator ? accounts : [])];
}
