import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type App, startApp as start } from '../../src/app/app.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { newDataDir } from './data-dir.ts';

export const projectRoot = join(import.meta.dirname, '..', '..');

export interface TestApp {
  readonly app: App;
  readonly base: string;
  readonly dataDir: string;
  /** Everything the program logged. */
  readonly logged: string[];
  stop(): Promise<void>;
}

export interface TestAppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  /** Keep and reuse a folder, to start a second time on the same data. */
  readonly dataDir?: string;
}

/** The whole program on a free port, on PGlite in a folder of its own unless `env` says otherwise. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await newDataDir());
  const result = readConfig({
    DATA_DIR: dataDir,
    PORT: '1',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'debug',
    ...options.env,
  });
  if (result.kind === 'faults') throw new Error(result.faults.join('\n'));
  const logged: string[] = [];
  const log = openLog('debug', collecting(logged));
  const config = { ...result.config, PORT: 0 };
  const started = await start({
    config,
    log,
    root: projectRoot,
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  if (started.kind === 'faults') throw new Error(JSON.stringify(started.faults));
  const { app } = started;
  return {
    app,
    base: `http://127.0.0.1:${app.port}`,
    dataDir,
    logged,
    stop: async () => {
      await app.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
}
