import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { loadRecogniser } from '../understanding/load.ts';

/** A thread of its own: learns, writes the artefact into the cache, and ends. */
const Places = z.strictObject({ dialogsDir: z.string(), cacheDir: z.string() });

loadRecogniser(Places.parse(workerData));
