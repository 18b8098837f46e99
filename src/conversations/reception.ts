import type { ConversationStore, Reception } from './ports.ts';
import type { Worker } from './worker.ts';

/** Stores what a channel received, then wakes its turn; the channel answers its platform after that. */
export function reception(store: ConversationStore, worker: Worker, now: () => Date): Reception {
  return {
    receive: async (event) => {
      const accepted = await store.accept(event, now());
      worker.wake(accepted.id);
      return accepted;
    },
  };
}
