import type { ReactNode } from 'react';
import { chooseLocale, useSpeech } from '../../words.ts';

/** The frame of the pages before the sign-in. */
export function Door({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t, locale } = useSpeech();
  return (
    <main className="door">
      <div className="door-card">
        <img src="/console/icon.svg" alt="" width={56} height={56} />
        <p className="door-name">{t('app.long-name')}</p>
        <h1>{title}</h1>
        {children}
      </div>
      <button
        type="button"
        className="link-button"
        onClick={() => chooseLocale(locale === 'vi' ? 'en' : 'vi')}
      >
        {t('app.other-language')}
      </button>
    </main>
  );
}
