import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Longest path of a socket that every system takes. */
const longestPath = 100;

/**
 * Holds a folder for this process alone: two embedded databases on one folder would destroy it. A socket
 * is used, not a file with a process number: it ends with its process, also by kill -9, and in containers
 * numbers repeat. `undefined` when another process holds the folder.
 */
export async function holdFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  const path = await socketPath(folder);
  const server = (await bind(path)) ?? (await takeOver(path));
  if (server === undefined) return undefined;
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

async function socketPath(folder: string): Promise<string> {
  const real = await realpath(folder);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\held-${hash}`;
  const path = join(real, 'held.sock');
  return path.length <= longestPath ? path : join(tmpdir(), `held-${hash}.sock`);
}

/** What a process that was killed left behind answers no one. */
async function takeOver(path: string): Promise<Server | undefined> {
  if (await answers(path)) return undefined;
  await rm(path, { force: true });
  return bind(path);
}

function bind(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      'code' in error && error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
