import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export interface PrivateServer {
  readonly url: string;
  stop(): Promise<void>;
  /** At once and without waiting, for the end of the process. */
  kill(): void;
}

/** A PostgreSQL of this test's own, from what is installed, on a free port and a new folder. */
export async function startPostgres(): Promise<PrivateServer> {
  const bin = await postgresBin();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const user = process.getuid?.() === 0 ? await userIds('postgres') : undefined;
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'test', '--auth=trust', '-E', 'UTF8', '--no-sync'], {
    ...user,
    cwd: folder,
  });
  const port = await freePort();
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=100'];
  const child = spawn(join(bin, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' });
  await ready(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await ended(child, 'SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
    kill: () => {
      child.kill('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A Redis of this test's own. */
export async function startRedis(): Promise<PrivateServer> {
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  await ready('redis-cli', ['-p', String(port), 'ping']);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => ended(child, 'SIGTERM'),
    kill: () => child.kill('SIGKILL'),
  };
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

async function postgresBin(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = (await readdir(root))
    .map(Number)
    .filter((version) => version >= 15)
    .sort((a, b) => b - a);
  const [newest] = versions;
  if (newest === undefined)
    throw new Error('PostgreSQL 15 or newer is not installed: apt-get install postgresql');
  return join(root, String(newest), 'bin');
}

async function userIds(name: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function ready(command: string, args: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      await run(command, [...args]);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${command} never became ready`);
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

let shared: Promise<PrivateServer> | undefined;
let counted = 0;

/** A new empty database on the one PostgreSQL of this test run, which ends with the process. */
export async function newPostgresDatabase(): Promise<string> {
  shared ??= startPostgres().then(endingWithProcess);
  const { url } = await shared;
  const name = `test_${process.pid}_${counted++}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return url.replace(/\/postgres$/u, `/${name}`);
}

let sharedRedisServer: Promise<PrivateServer> | undefined;

/** The one Redis of this test run. */
export async function sharedRedis(): Promise<string> {
  sharedRedisServer ??= startRedis().then(endingWithProcess);
  return (await sharedRedisServer).url;
}

function endingWithProcess(server: PrivateServer): PrivateServer {
  process.once('exit', () => server.kill());
  return server;
}
