import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { keys } from '../queries.ts';
import { apply } from './apply.ts';
import type { LiveEvent } from './events.ts';
import { type Link, Stream } from './stream.ts';

/** Keeps the pages fresh as long as somebody is signed in; `hear` is for what must be heard, not only seen. */
export function useLive(hear: (event: LiveEvent) => void): Link {
  const queries = useQueryClient();
  const [link, setLink] = useState<Link>('connecting');
  const listener = useRef(hear);
  listener.current = hear;
  useEffect(() => {
    const stream = new Stream({
      link: (now) => {
        setLink(now);
        if (now === 'ended') void queries.invalidateQueries({ queryKey: keys.session });
      },
      afresh: () =>
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
      event: (event) => {
        apply(queries, event);
        listener.current(event);
      },
    });
    const hurry = () => document.visibilityState === 'visible' && stream.hurry();
    const cut = () => stream.cut();
    stream.connect();
    addEventListener('offline', cut);
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      removeEventListener('offline', cut);
      removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      stream.close();
    };
  }, [queries]);
  return link;
}
