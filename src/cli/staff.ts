import { parseArgs } from 'node:util';
import { openStores } from '../app/stores.ts';
import { readConfig } from '../config.ts';
import { type AccountParts, addLink, record } from '../staff/accounts.ts';
import { auditLog } from '../storage/postgres/audit.ts';
import { accountStore } from '../storage/postgres/staff.ts';
import { passkeyStore } from '../storage/postgres/staff-devices.ts';
import { challengeStore, linkStore, sessionStore } from '../storage/postgres/staff-sessions.ts';

const usage = `npm run staff -- COMMAND

  list                  who has an account
  reset USERNAME        a link for a new password; ends the second factor and all sessions
  administrator         a link that makes a further administrator, when none can sign in
  sign-out USERNAME     ends all sessions
  disable USERNAME      ends all sessions and lets nobody sign in; "reset" lets them in again

Links work once, for one day. With the embedded database the server must be stopped meanwhile.
Each command leaves an entry in the audit.
`;

const day = 86_400_000;

/** For administrators who are locked out: whoever can run this holds the machine and its keys already. */
async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [command, username] = positionals;
  const read = readConfig();
  if (read.kind === 'faults') return refuse(read.faults.join('\n'));
  const { config } = read;
  const stores = await openStores(config, new Date());
  try {
    const { db } = stores.database;
    const parts: AccountParts = {
      accounts: accountStore(db, stores.vault),
      sessions: sessionStore(db),
      links: linkStore(db),
      challenges: challengeStore(db),
      passkeys: passkeyStore(db),
      audit: auditLog(db, stores.vault),
      publicUrl: new URL(config.PUBLIC_URL ?? `http://localhost:${config.PORT}`),
      now: () => new Date(),
    };
    return await run(parts, command, username);
  } finally {
    await stores.close();
  }
}

async function run(
  parts: AccountParts,
  command: string | undefined,
  username: string | undefined,
): Promise<number> {
  if (command === 'list') return list(parts);
  if (command === 'administrator') {
    const link = await addLink(parts, {
      kind: 'invitation',
      roles: ['administrator', 'supervisor', 'counsellor'],
      name: null,
      life: day,
    });
    await record(parts, { by: null, action: 'cli.administrator', id: 'cli' });
    return say(link);
  }
  if (command !== 'reset' && command !== 'sign-out' && command !== 'disable') return refuse(usage);
  const account = username === undefined ? undefined : await parts.accounts.byUsername(username);
  if (account === undefined) return refuse('there is no such account; "list" shows them');
  await record(parts, { by: null, action: `cli.${command}`, id: account.id });
  await parts.sessions.removeAll(account.id);
  if (command === 'disable') await parts.accounts.update(account.id, { active: false, presence: 'away' });
  if (command !== 'reset') return say('done');
  // A passkey of whoever was locked out may be in other hands.
  for (const { id } of await parts.passkeys.list(account.id)) await parts.passkeys.remove(account.id, id);
  return say(
    await addLink(parts, { kind: 'reset', roles: account.roles, name: account.username, life: day }),
  );
}

async function list(parts: AccountParts): Promise<number> {
  const members = await parts.accounts.list();
  await record(parts, { by: null, action: 'cli.list', id: 'cli' });
  return say(
    members
      .map(
        ({ username, name, roles, active }) =>
          `${username}\t${name}\t${roles.join(', ')}${active ? '' : '\tdisabled'}`,
      )
      .join('\n'),
  );
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function refuse(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}

process.exitCode = await main();
