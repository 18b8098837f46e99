import { workerData } from 'node:worker_threads';
import { trainLayered } from './layered.ts';
import { done, type Errand, failed } from './second-thread.ts';

/** The second thread of training: fills the shared arrays, says so, and ends. */
// Handed over by second-thread.ts as it is.
const errand = workerData as Errand;
try {
  const { hidden, output } = trainLayered(errand.set, errand.plan);
  errand.hidden.set(hidden);
  errand.output.set(output);
  Atomics.store(errand.state, 0, done);
} catch {
  Atomics.store(errand.state, 0, failed);
}
Atomics.notify(errand.state, 0);
