import { App } from 'antd';
import { useCallback } from 'react';
import { Fault } from '../api/call.ts';
import { useSpeech } from '../words.ts';

/** What a fault means to the person at the desk, and what to do next. */
export function useFaultText(): (error: unknown) => string {
  const { t, maybe } = useSpeech();
  return useCallback(
    (error) => {
      if (!(error instanceof Fault)) return t('faults.other');
      const params = { detail: error.detail, seconds: error.retryAfter ?? 30 };
      return maybe(`faults.${error.code.replaceAll('.', '-')}`, params) ?? t('faults.other');
    },
    [t, maybe],
  );
}

/** Shows a fault in passing; the page stays as it is. */
export function useFaultMessage(): (error: unknown) => void {
  const { message } = App.useApp();
  const textOf = useFaultText();
  return useCallback((error) => void message.error(textOf(error)), [message, textOf]);
}
