import type { ReactNode } from 'react';
import type { Link } from '../live/stream.ts';
import { usePage } from '../route.ts';
import { useSpeech } from '../words.ts';
import { Bar } from './bar.tsx';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';

/** The frame of all pages: navigation at the side (below on a phone), the bar with what cannot wait on top. */
export function Shell({ link, children }: { readonly link: Link; readonly children: ReactNode }) {
  const { t } = useSpeech();
  return (
    <div className={`shell shell-${usePage().kind}`}>
      <a className="skip" href="#page">
        {t('nav.skip')}
      </a>
      <Navigation />
      <div className="shell-body">
        <Bar />
        <Notices link={link} />
        <main id="page" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}
