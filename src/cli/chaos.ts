import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { runChaos } from './chaos/run.ts';

const usage = `npm run chaos -- [--kills 200] [--people 4] [--seconds 3600] [--url postgres://…]

Starts the real server, lets people talk to it, kills it (kill -9) at random moments, and compares what was
said and reported with an undisturbed conversation. Without --url on the embedded database. Prints one line of
JSON; ends with 1 if anything was lost, doubled or different.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      people: { type: 'string', default: '4' },
      seconds: { type: 'string', default: '3600' },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'chaos-'));
  try {
    const { kills, people, seconds, url } = values;
    const config = await configFor(dataDir, url);
    const result = await runChaos({
      config,
      kills: Number(kills),
      people: Number(people),
      seconds: Number(seconds),
      conversations: Number(people),
    });
    process.stdout.write(`${JSON.stringify({ name: 'chaos', ...result })}\n`);
    const { lost, doubled, outOfOrder, reportsDifferent } = result;
    if (lost + doubled + outOfOrder + reportsDifferent > 0) process.exitCode = 1;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function configFor(dataDir: string, url: string | undefined) {
  const given = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    ...(url === undefined ? {} : { DATABASE_URL: url }),
  };
  const result = readConfig(given);
  if (result.kind === 'faults') throw new Error(result.faults.join('; '));
  return result.config;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the run failed'}\n`);
  process.exit(1);
});
