import type { Config } from '../config.ts';
import type { Sending } from '../conversations/sending.ts';
import type { Worker } from '../conversations/worker.ts';
import type { Metrics } from '../http/metrics.ts';
import { faultFields, type Log } from '../log.ts';
import type { StaffConsole } from '../staff/console.ts';
import { sweepHeldEvents } from '../storage/postgres/held-events.ts';
import { sweepHops } from '../storage/postgres/hops.ts';
import { openJobs } from '../storage/postgres/jobs.ts';
import { countRedUnfinished } from '../storage/postgres/reports.ts';
import { sweepRetention } from '../storage/postgres/retention.ts';
import type { Platform } from './platforms.ts';
import type { Stores } from './stores.ts';

export interface ClockParts {
  readonly stores: Stores;
  readonly worker: Worker;
  readonly sending: Sending;
  readonly staff: Pick<StaffConsole, 'sweep' | 'prune'>;
  readonly platforms: readonly Pick<Platform, 'tick'>[];
  readonly config: Config;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => Date;
}

/** An event that waited this long was left behind by a process that died. */
const leftBehind = 5_000;

/** What happens by the clock: hourly forgetting (once in the house), and a look every second for work left waiting. */
export async function startClock(parts: ClockParts): Promise<{ stop(): Promise<void> }> {
  const { stores, worker, sending, log } = parts;
  const jobs = await openJobs(stores.database, (error) => log.error('a job failed', faultFields(error)));
  await jobs.schedule('retention', '17 * * * *', () => forget(parts));
  const tick = setInterval(() => {
    worker.sweep(leftBehind).catch((error: unknown) => log.warn('the sweep failed', faultFields(error)));
    sending.wake();
  }, 1_000);
  const desk = repeat(() => sweepDesk(parts), 1_000);
  const platforms = setInterval(() => void tickPlatforms(parts), 5_000);
  const gauge = setInterval(() => void countRed(parts), 15_000);
  return {
    stop: async () => {
      clearInterval(tick);
      desk.stop();
      clearInterval(platforms);
      clearInterval(gauge);
      await jobs.stop();
    },
  };
}

/** Does `work` again `pause` milliseconds after it is done, so that a slow look is never doubled. */
function repeat(work: () => Promise<void>, pause: number): { stop(): void } {
  let timer = setTimeout(next, pause);
  let stopped = false;
  function next(): void {
    void work().finally(() => {
      if (!stopped) timer = setTimeout(next, pause);
    });
  }
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function forget(parts: ClockParts): Promise<void> {
  const { stores, config, metrics, log, now } = parts;
  const days = {
    conversation: config.CONVERSATION_DAYS,
    draft: config.DRAFT_DAYS,
    closedReport: config.CLOSED_REPORT_DAYS,
  };
  const swept = await sweepRetention(stores.database.db, stores.files, { now: now(), days });
  await parts.staff.prune();
  await sweepHops(stores.database.db, now());
  await sweepHeldEvents(stores.database.db, { now: now(), days: days.conversation });
  for (const kind of ['conversations', 'reports', 'files'] as const) metrics.swept.inc({ kind }, swept[kind]);
  log.info('what was past its time is forgotten', { count: swept.conversations + swept.reports });
}

/** Clocks of waiting people, leases, alarms. */
async function sweepDesk({ staff, log }: ClockParts): Promise<void> {
  try {
    await staff.sweep();
  } catch (error) {
    log.warn('the desk could not be looked after', faultFields(error));
  }
}

async function tickPlatforms({ platforms, log }: ClockParts): Promise<void> {
  for (const platform of platforms) {
    await platform
      .tick()
      .catch((error: unknown) => log.warn('a platform could not be looked after', faultFields(error)));
  }
}

async function countRed({ stores, metrics }: ClockParts): Promise<void> {
  try {
    metrics.redUnfinished.set(await countRedUnfinished(stores.database.db));
  } catch {
    // The figure stays as it was; /readyz tells of the database.
  }
}
