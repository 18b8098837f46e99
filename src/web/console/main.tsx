import './styles/base.css';
import './styles/shell.css';
import './styles/chat.css';
import './styles/pages.css';
import 'dayjs/locale/vi';
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import dayjs from 'dayjs';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { queryClient } from './queries.ts';
import { useTheme } from './theme.ts';
import { chosenLocale, loadSpeech, type Speech, SpeechContext } from './words.ts';

const queries = queryClient();

function Console({ speech }: { readonly speech: Speech }) {
  return (
    <SpeechContext value={speech}>
      <ConfigProvider
        locale={speech.locale === 'en' ? enUS : viVN}
        theme={useTheme()}
        button={{ autoInsertSpace: false }}
      >
        <AntApp message={{ maxCount: 3, duration: 5 }}>
          <QueryClientProvider client={queries}>
            <App />
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </SpeechContext>
  );
}

async function start(): Promise<void> {
  const speech = await loadSpeech(chosenLocale());
  dayjs.locale(speech.locale);
  document.documentElement.lang = speech.locale;
  const place = document.getElementById('console');
  if (place === null) throw new Error('index.html has no #console');
  createRoot(place).render(
    <StrictMode>
      <Console speech={speech} />
    </StrictMode>,
  );
  // Without it the console works all the same; only push messages and installing need it.
  await navigator.serviceWorker?.register('/console/sw.js', { scope: '/console/' }).catch(() => undefined);
}

void start();
