import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../queries.ts';
import type { LiveEvent } from './events.ts';

type Key = readonly unknown[];

/** Which of what we have loaded an event makes old. */
export function touched(event: LiveEvent): readonly Key[] {
  switch (event.kind) {
    case 'chat.changed':
      return [keys.transcript(event.chatId), keys.chat(event.chatId), keys.today];
    case 'chat.note':
      return [keys.notes(event.chatId)];
    case 'handoff.opened':
    case 'alarm':
      return [keys.today, keys.load, keys.chat(event.chatId)];
    case 'chat.holder':
    case 'offer.made':
    case 'offer.ended':
      return [
        keys.today,
        keys.load,
        keys.chat(event.chatId),
        keys.transcript(event.chatId),
        keys.notes(event.chatId),
      ];
    case 'legal':
      return [keys.today, keys.reports];
    case 'presence':
      return [keys.today, keys.load];
    case 'team':
      return [keys.today, keys.team];
    case 'report':
      return [keys.reports];
  }
}

export function apply(queries: QueryClient, event: LiveEvent): void {
  for (const queryKey of touched(event)) void queries.invalidateQueries({ queryKey });
}
