import { lazy, Suspense, useMemo } from 'react';
import { useAlarm } from './alarm/use-alarm.ts';
import { useDesk } from './desk-state.ts';
import { useLive } from './live/use-live.ts';
import { ChatPage } from './pages/chat/chat-page.tsx';
import { TodayPage } from './pages/today/today-page.tsx';
import { ConfirmHost } from './parts/confirm.tsx';
import { Loading } from './parts/states.tsx';
import { useMember } from './queries.ts';
import { type Page, usePage } from './route.ts';
import { Shell } from './shell/shell.tsx';
import { useSpeech } from './words.ts';

// Chat and today's page are there at once; what can wait is loaded when it is opened.
const CarePage = lazy(async () => ({ default: (await import('./pages/care/care-page.tsx')).CarePage }));
const ReportPage = lazy(async () => ({
  default: (await import('./pages/reports/report-page.tsx')).ReportPage,
}));
const ReportsPage = lazy(async () => ({
  default: (await import('./pages/reports/reports-page.tsx')).ReportsPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./pages/settings/settings-page.tsx')).SettingsPage,
}));
const TeamPage = lazy(async () => ({ default: (await import('./pages/team/team-page.tsx')).TeamPage }));

/** Everything behind the sign-in: live events, alarm, frame and the page of the address. */
export function Desk() {
  const { t } = useSpeech();
  const { member } = useMember();
  const { today } = useDesk();
  const words = useMemo(
    () => ({
      title: t('app.name'),
      waiting: (n: number) => t('title.waiting', { n }),
      danger: (n: number) => t('title.danger', { n }),
    }),
    [t],
  );
  const hear = useAlarm(today, words, member);
  const link = useLive(hear);
  return (
    <>
      <ConfirmHost />
      <Shell link={link}>
        <Suspense fallback={<Loading />}>
          <PageOf page={usePage()} />
        </Suspense>
      </Shell>
    </>
  );
}

function PageOf({ page }: { readonly page: Page }) {
  const { mayWork } = useDesk();
  switch (page.kind) {
    case 'chat':
      return <ChatPage key={page.id} id={page.id} />;
    case 'report':
      return <ReportPage key={page.id} id={page.id} />;
    case 'reports':
      return <ReportsPage />;
    case 'team':
      return <TeamPage />;
    case 'settings':
      return <SettingsPage />;
    case 'care':
      return <CarePage />;
    default:
      return mayWork ? <TodayPage /> : <SettingsPage />;
  }
}
