import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..', '..');

export interface ServerSettings {
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

/** The real server as a child process, to be killed and started again. */
export class KillableServer {
  readonly base: string;
  readonly #settings: ServerSettings;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();

  constructor(settings: ServerSettings) {
    this.#settings = settings;
    this.base = `http://127.0.0.1:${settings.port}`;
  }

  start(): void {
    const { port, dataDir, databaseUrl } = this.#settings;
    const env = {
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    };
    const child = spawn(process.execPath, [join(root, 'src/main.ts')], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#child = child;
    this.#exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  async ready(): Promise<void> {
    for (;;) {
      if (this.#child?.exitCode != null) throw new Error('the server ended by itself');
      if (await this.#answers()) return;
      await pause(20);
    }
  }

  /** kill -9: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await this.#exited;
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.base}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}
