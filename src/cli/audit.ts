import { parseArgs } from 'node:util';
import { openStores } from '../app/stores.ts';
import { readConfig } from '../config.ts';
import { auditLog } from '../storage/postgres/audit.ts';

const usage = `npm run audit -- COMMAND

  verify [--head HASH --entries N]   checks the chain; with a head and number written down earlier also that
                                     nothing was cut off the end since
  list [--subject ID] [--limit N]    the newest entries
`;

/** Reads and checks the audit from the terminal. */
async function main(): Promise<number> {
  const options = {
    head: { type: 'string' },
    entries: { type: 'string' },
    subject: { type: 'string' },
    limit: { type: 'string' },
  } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const read = readConfig();
  if (read.kind === 'faults') return refuse(read.faults.join('\n'));
  const stores = await openStores(read.config, new Date());
  try {
    const log = auditLog(stores.database.db, stores.vault);
    if (positionals[0] === 'verify') return await verify(log, values);
    if (positionals[0] !== 'list') return refuse(usage);
    const limit = Number(values.limit ?? 50);
    for (const { id, at, by, action, subject, reason, times = 1 } of await log.list({
      limit,
      ...(values.subject === undefined ? {} : { subject: values.subject }),
    })) {
      process.stdout.write(
        `${id}\t${at.toISOString()}\t${by ?? '-'}\t${action}${times === 1 ? '' : ` ×${times}`}\t${subject.kind}:${subject.id}\t${reason ?? ''}\n`,
      );
    }
    return 0;
  } finally {
    await stores.close();
  }
}

async function verify(
  log: ReturnType<typeof auditLog>,
  known: { readonly head?: string | undefined; readonly entries?: string | undefined },
): Promise<number> {
  const check = await log.verify();
  if (!check.ok)
    return refuse(
      `broken at entry ${check.brokenAt}: it, or one before it, was changed, inserted or removed`,
    );
  if (
    known.entries !== undefined &&
    known.head !== undefined &&
    (await log.hashAt(Number(known.entries))) !== known.head
  ) {
    return refuse(`the entry ${known.entries} is not the one that was written down`);
  }
  process.stdout.write(`ok: ${check.entries} entries, head ${check.head}\n`);
  return 0;
}

function refuse(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}

process.exitCode = await main();
