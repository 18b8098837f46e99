import { useEffect, useState } from 'react';
import { type Speech, useSpeech } from '../words.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The time, anew every `step` milliseconds. */
export function useNow(step = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), step);
    return () => clearInterval(timer);
  }, [step]);
  return now;
}

/** "20 giây", "4 phút", "2 giờ 5 phút", "3 ngày". */
export function lengthOf(ms: number, { t }: Pick<Speech, 't'>): string {
  const length = Math.max(0, ms);
  if (length < minute) return t('time.seconds', { n: Math.floor(length / second) });
  if (length < hour) return t('time.minutes', { n: Math.floor(length / minute) });
  if (length >= 48 * hour) return t('time.days', { n: Math.floor(length / (24 * hour)) });
  const minutes = Math.floor((length % hour) / minute);
  const hours = Math.floor(length / hour);
  return minutes === 0 ? t('time.hours', { n: hours }) : t('time.hours-minutes', { n: hours, m: minutes });
}

const zone = 'Asia/Ho_Chi_Minh';
const clock = new Intl.DateTimeFormat('vi-VN', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('vi-VN', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});

export const dayOf = (time: string | number) => day.format(new Date(time));
export const clockOf = (time: string | number) => clock.format(new Date(time));

/** Only the hour for today, the day before it otherwise. Always Vietnam's time, wherever the machine is. */
export function momentOf(time: string | number, now = Date.now()): string {
  return dayOf(time) === dayOf(now) ? clockOf(time) : `${clockOf(time)} ${dayOf(time)}`;
}

export function useMoment() {
  const speech = useSpeech();
  return { moment: momentOf, length: (ms: number) => lengthOf(ms, speech) };
}
