import { Pool } from 'undici';
// The same private servers as in the tests: the bench needs nothing running on the machine.
import { startPostgres, startRedis } from '../../../tests/helpers/postgres.ts';
import { chatting, echoing, type Measured, measure } from './load.ts';
import { inFolder, startProgram } from './program.ts';
import { print } from './result.ts';

const load = { people: 256, seconds: 8 } as const;

/** Durable turns a second over HTTP, on both databases, beside a bare botbuilder + restify echo, in one run. */
export async function benchTurns(): Promise<void> {
  const echo = await benchEcho();
  const pglite = await inFolder((folder) => benchProgram({ DATA_DIR: folder }));
  tell('turns.pglite', pglite, echo);
  const [postgres, redis] = [await startPostgres(), await startRedis()];
  try {
    const server = await inFolder((folder) =>
      benchProgram({ DATA_DIR: folder, DATABASE_URL: postgres.url, REDIS_URL: redis.url }),
    );
    tell('turns.postgres-redis', server, echo);
  } finally {
    await Promise.all([postgres.stop(), redis.stop()]);
  }
}

async function benchEcho(): Promise<Measured> {
  const program = await startProgram('scripts/bare-echo.mjs', {});
  const pool = new Pool(program.base, { connections: load.people });
  const measured = await measure(load, echoing(pool));
  await pool.close();
  await program.stop();
  tell('turns.bare-echo', measured);
  return measured;
}

async function benchProgram(env: Readonly<Record<string, string>>): Promise<Measured> {
  const program = await startProgram('src/main.ts', env);
  const pool = new Pool(program.base, { connections: load.people });
  try {
    return await measure(load, chatting(program.base, pool));
  } finally {
    await pool.close();
    await program.stop();
  }
}

function tell(name: string, { perSecond, p50, p99 }: Measured, echo?: Measured): void {
  print({ name, value: perSecond, unit: '1/s' });
  print({ name: `${name}.p50`, value: p50, unit: 'ms' });
  print({ name: `${name}.p99`, value: p99, unit: 'ms' });
  if (echo !== undefined)
    print({ name: `${name}.of-bare-echo`, value: perSecond / echo.perSecond, unit: 'ratio' });
}
