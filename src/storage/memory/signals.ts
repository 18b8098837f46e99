import { EventEmitter } from 'node:events';
import type { Signals } from '../../conversations/ports.ts';

/** Signals within this process. */
export function memorySignals(): Signals {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    changed: (id, lines = []) => {
      emitter.emit(id, lines);
    },
    onChanged: (id, listener) => {
      emitter.on(id, listener);
      return () => emitter.off(id, listener);
    },
  };
}
