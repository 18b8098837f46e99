import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp } from './app/app.ts';
import { readConfig } from './config.ts';
import { faultFields, openLog } from './log.ts';
import { ensureConsole } from './web/build-console.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** After this many milliseconds of draining the process ends all the same; the inbox keeps what is left. */
const longestDrain = 20_000;

async function main(): Promise<void> {
  const result = readConfig();
  if (result.kind === 'faults') return refuse('The configuration has faults:', result.faults);
  const { config } = result;
  const log = openLog(config.LOG_LEVEL);
  const started = await startApp({ config, log, root, buildConsole: ensureConsole });
  if (started.kind === 'faults') {
    return refuse(
      'The content has faults:',
      started.faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
    );
  }
  const { app } = started;
  const base = config.PUBLIC_URL ?? `http://localhost:${app.port}`;
  const setUp = await app.staff.firstAccountLink();
  process.stdout.write(
    `Chat:     ${base}/\nStaff:    ${setUp ?? `${base}/console`}\nHealth:   ${base}/readyz   (stop with Ctrl+C)\n`,
  );
  const stop = once(() => {
    setTimeout(() => process.exit(1), longestDrain).unref();
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('the stop failed', faultFields(error));
        process.exit(1);
      },
    );
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function refuse(title: string, faults: readonly string[]): void {
  process.stderr.write(`${title}\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
  process.exitCode = 1;
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}

main().catch((error: unknown) => {
  const { code, fault } = faultFields(error);
  process.stderr.write(`The start failed: ${code} (${fault})\n`);
  process.exit(1);
});
