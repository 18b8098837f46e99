import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { rulesRecogniser } from '../understanding/by-rules.ts';
import { cachedRecogniser, loadScreen } from '../understanding/load.ts';
import type { Recogniser } from '../understanding/recogniser.ts';

export interface Understanding {
  /** The best recogniser there is at this moment. */
  readonly current: () => Recogniser;
  /** Resolves when the classifier is in use; rejects if it could not learn, and the rules stay alone. */
  readonly trained: Promise<void>;
  stop(): Promise<void>;
}

/**
 * With an artefact in the cache the whole recogniser at once; else the rules at once, and the
 * classifier as soon as it has learnt in a thread of its own, so that nobody waits for a first reply.
 */
export function openUnderstanding(places: {
  readonly dialogsDir: string;
  readonly cacheDir: string;
}): Understanding {
  const ready = cachedRecogniser(places);
  if (ready !== undefined)
    return { current: () => ready, trained: Promise.resolve(), stop: async () => undefined };
  let current = rulesRecogniser(loadScreen(places.dialogsDir));
  const learning = new Worker(new URL('./training.ts', import.meta.url), { workerData: places });
  const trained = new Promise<void>((resolve, reject) => {
    learning.once('error', reject);
    learning.once('exit', () => {
      const learnt = cachedRecogniser(places);
      if (learnt === undefined) return reject(new Error('the classifier could not learn'));
      current = learnt;
      resolve();
    });
  });
  // Whoever waits for it hears of a failure; without anyone waiting it must not end the process.
  trained.catch(() => undefined);
  return { current: () => current, trained, stop: async () => void (await learning.terminate()) };
}

/** Beside the program if that can be written, so that several data folders share one; else in the data folder. */
export function cacheFolder(root: string, dataDir: string): string {
  const beside = join(root, '.cache');
  try {
    mkdirSync(beside, { recursive: true });
    accessSync(beside, constants.W_OK);
    return beside;
  } catch {
    const own = join(dataDir, 'cache');
    mkdirSync(own, { recursive: true });
    return own;
  }
}
