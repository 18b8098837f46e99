import { type Config, keyFile, readConfig } from '../config.ts';
import { holdFolder } from '../storage/files/folder-lock.ts';
import { type Database, openDatabase, othersConnected } from '../storage/postgres/database.ts';
import { keyStatus, rotateKeys } from './keys/rotate.ts';

const usage = `npm run keys -- status    which keys there are, and how many data keys each one wraps
npm run keys -- rotate    makes a new key, wraps every data key by it, and destroys the old one

Stop the server first. After a crash run the same command again. Copy the key file to a safe place afterwards:
without it nothing can be read. Old backups of the database need the old key file, too.
`;

const running = 'A server is running on this database: stop it first, it would not know the new key.\n';

async function main(): Promise<number> {
  const [command] = process.argv.slice(2);
  if (command !== 'status' && command !== 'rotate') {
    process.stderr.write(usage);
    return command === undefined || command === '--help' ? 0 : 1;
  }
  const result = readConfig();
  if (result.kind === 'faults') return refuse(`${result.faults.join('\n')}\n`);
  const { config } = result;
  if (config.KEY !== undefined)
    return refuse('The key ring is in KEY: put it into a file, name that with KEY_FILE, and rotate there.\n');
  const release = config.DATABASE_URL === undefined ? await holdFolder(config.DATA_DIR) : () => undefined;
  if (release === undefined) return refuse(running);
  const database = await open(config);
  try {
    return await carryOut(command, database, keyFile(config));
  } finally {
    await database.close();
    await release();
  }
}

function open({ DATABASE_URL: url, DATA_DIR: dataDir }: Config): Promise<Database> {
  return openDatabase(url === undefined ? { dataDir } : { url, connections: 1 });
}

async function carryOut(command: 'status' | 'rotate', database: Database, path: string): Promise<number> {
  if (command === 'status') {
    for (const { id, current, dataKeys } of await keyStatus(database.db, path))
      process.stdout.write(`${id}  ${dataKeys} data keys${current ? '  (current)' : ''}\n`);
    return 0;
  }
  if (await othersConnected(database)) return refuse(running);
  const { current, rewrapped, resumed } = await rotateKeys(database.db, path, new Date());
  const how = resumed ? 'An unfinished rotation is finished' : 'The keys are rotated';
  process.stdout.write(
    `${how}: ${rewrapped} data keys are now wrapped by ${current}, and the old key is gone.\n`,
  );
  return 0;
}

function refuse(message: string): number {
  process.stderr.write(message);
  return 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'the command failed'}\n`);
    process.exitCode = 1;
  },
);
