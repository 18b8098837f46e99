import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type App, startApp as start } from '../../src/app/app.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { ensureConsole } from '../../src/web/build-console.ts';
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
  /** With the built console: on an address of its own, since a session and a passkey belong to one. */
  readonly console?: boolean;
}

/** The whole program on a free port, on PGlite in a folder of its own unless `env` says otherwise. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await newDataDir());
  const port = options.console === true ? await freePort() : 0;
  const address: { readonly PUBLIC_URL?: string } =
    port === 0 ? {} : { PUBLIC_URL: `http://localhost:${port}` };
  const result = readConfig({
    DATA_DIR: dataDir,
    PORT: '1',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'debug',
    ...address,
    ...options.env,
  });
  if (result.kind === 'faults') throw new Error(result.faults.join('\n'));
  const logged: string[] = [];
  const log = openLog('debug', collecting(logged));
  const config = { ...result.config, PORT: port };
  const started = await start({
    config,
    log,
    root: projectRoot,
    ...(port === 0 ? {} : { buildConsole: ensureConsole }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  if (started.kind === 'faults') throw new Error(JSON.stringify(started.faults));
  const { app } = started;
  return {
    app,
    base: address.PUBLIC_URL ?? `http://127.0.0.1:${app.port}`,
    dataDir,
    logged,
    stop: async () => {
      await app.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
}
