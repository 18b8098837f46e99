import { PgBoss } from 'pg-boss';
import type { Database } from './database.ts';

/** Work done by the clock, once in the whole house however many processes run. */
export interface Jobs {
  /** Runs `work` at each time of the cron line (UTC). */
  schedule(name: string, cron: string, work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export async function openJobs(database: Database, onError: (error: unknown) => void): Promise<Jobs> {
  const boss = new PgBoss({ db: { executeSql: database.executeSql as ExecuteSql }, schema: 'jobs' });
  boss.on('error', onError);
  await boss.start();
  return {
    schedule: async (name, cron, work) => {
      await boss.createQueue(name);
      await boss.work(name, { pollingIntervalSeconds: 30 }, async () => work());
      await boss.schedule(name, cron);
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

/** pg-boss types its rows as any[]; ours are unknown until it reads them. */
type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: never[] }>;
