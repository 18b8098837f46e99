import { useCallback, useEffect, useRef } from 'react';
import type { Today } from '../api/today.ts';
import type { LiveEvent } from '../live/events.ts';
import { sound, wakeSound } from './sound.ts';
import { type Calls, callsOf, titleOf } from './title.ts';

/** Sound for what has just happened; the title for what still waits. */
export function useAlarm(
  today: Today | undefined,
  words: Calls,
  member: { readonly id: string; readonly sound: boolean },
): (event: LiveEvent) => void {
  const mine = useRef(new Set<string>());
  mine.current = new Set(today?.mine.map(({ chatId }) => chatId));
  useEffect(() => {
    const wake = () => wakeSound();
    addEventListener('pointerdown', wake);
    addEventListener('keydown', wake);
    return () => {
      removeEventListener('pointerdown', wake);
      removeEventListener('keydown', wake);
    };
  }, []);
  useTitle(today, words);
  return useCallback(
    (event) => {
      if (member.sound) ring(event, { member: member.id, mine: mine.current });
    },
    [member.sound, member.id],
  );
}

interface Listening {
  readonly member: string;
  readonly mine: ReadonlySet<string>;
}

function ring(event: LiveEvent, { member, mine }: Listening): void {
  if (event.kind === 'handoff.opened' || event.kind === 'alarm') sound(event.urgency);
  // Told to both sides; it rings for whom it is meant.
  if (event.kind === 'offer.made' && event.to === member) sound('urgent');
  // A new line in a chat of one's own, while looking elsewhere.
  if (event.kind === 'chat.changed' && mine.has(event.chatId) && document.hidden) sound('soon');
}

function useTitle(today: Today | undefined, words: Calls): void {
  useEffect(() => {
    const calls = callsOf(today, words);
    let on = false;
    const paint = () => {
      on = !on;
      document.title = titleOf(calls, words.title, on);
    };
    paint();
    if (calls.urgent === 0) return;
    const timer = setInterval(paint, 1200);
    return () => clearInterval(timer);
  }, [today, words]);
}
