import { createInterface } from 'node:readline/promises';
import { zaloSettings } from '../app/platform-settings.ts';
import { zaloTokens } from '../app/platforms.ts';
import { openStores, type Stores } from '../app/stores.ts';
import { consentAddress, newVerifier, pairForCode } from '../channels/zalo/oauth.ts';
import type { ZaloSettings } from '../channels/zalo/settings.ts';
import type { ZaloTokens } from '../channels/zalo/tokens.ts';
import { type Config, readConfig } from '../config.ts';

const usage = `Usage:
  npm run zalo -- login [--callback ADDRESS]   let the OA's administrator give leave, once
  npm run zalo -- status                       is there a token, and until when
  npm run zalo -- refresh                      a new token now; tells whether the chain still holds

Stop the program first if it runs on the embedded database: only one process can open that.
`;

async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command !== 'login' && command !== 'status' && command !== 'refresh') return say(usage, 2);
  const read = readConfig();
  if (read.kind === 'faults') return say(read.faults.join('\n'), 1);
  const settings = zaloSettings(read.config);
  if (settings === undefined)
    return say('Zalo is off: ZALO_APP_ID, ZALO_APP_SECRET and ZALO_OA_SECRET_KEY are not set.', 1);
  const stores = await openStores(read.config, new Date());
  try {
    return await run(command, {
      config: read.config,
      settings,
      stores,
      callback: optionOf(rest, '--callback'),
    });
  } finally {
    await stores.close();
  }
}

interface Context {
  readonly config: Config;
  readonly settings: ZaloSettings;
  readonly stores: Stores;
  readonly callback: string | undefined;
}

async function run(command: 'login' | 'status' | 'refresh', context: Context): Promise<number> {
  const alarm = (code: string): void => void say(`! ${code}`, 0);
  const tokens = zaloTokens(context.settings, { stores: context.stores, alarm, now: () => new Date() });
  if (command === 'status') return status(tokens);
  if (command === 'login') return login(tokens, context);
  return refresh(tokens);
}

/** A token that is still good is given up too: only so does it show whether the chain holds. */
async function refresh(tokens: ZaloTokens): Promise<number> {
  const held = await tokens.access();
  const access = held.kind === 'token' ? await tokens.renewed(held.token) : held;
  if (access.kind === 'token') return say('A new token is there.', 0);
  if (access.kind === 'wait') return say('Zalo did not answer. The token there was is kept.', 1);
  return say('Zalo refused to renew the token. Run: npm run zalo -- login', 1);
}

async function status(tokens: ZaloTokens): Promise<number> {
  const { state, expiresAt } = await tokens.status();
  if (state === 'none') return say('No token yet. Run: npm run zalo -- login', 1);
  if (state === 'dead')
    return say('The token is dead: Zalo refused to renew it. Run: npm run zalo -- login', 1);
  const marked =
    state === 'refreshing' ? '\nA renewal was under way; whether it worked shows with the next one.' : '';
  return say(
    `The token is good until ${expiresAt?.toISOString() ?? '?'} and renews itself before that.${marked}`,
    0,
  );
}

/**
 * The administrator opens the address, agrees, and comes back to the callback page; its address holds the
 * code, which is good for ten minutes and once. It is pasted here, so no page of ours has to receive it.
 */
async function login(tokens: ZaloTokens, { config, settings, callback }: Context): Promise<number> {
  const back = callback ?? config.PUBLIC_URL;
  if (back === undefined)
    return say('Set PUBLIC_URL, or give --callback: the address that you entered in the Zalo console.', 1);
  const verifier = newVerifier();
  const state = newVerifier();
  say(
    `1. Open this address as administrator of the OA, and agree:\n\n${consentAddress(settings, { callback: back, verifier, state })}\n`,
    0,
  );
  const pasted = await ask(
    '2. Copy the address of the page you come to (it holds "code=") and paste it here:\n> ',
  );
  const query = URL.parse(pasted.trim())?.searchParams;
  const code = query?.get('code') ?? undefined;
  if (code === undefined || (query?.get('state') ?? state) !== state)
    return say('That address holds no code of this login.', 1);
  const answer = await pairForCode(settings, { code, verifier }, new Date());
  if (answer.kind === 'rejected')
    return say(
      `Zalo refused (${answer.code}). -14003: the callback is not the one in the console. Else: the code is used or older than ten minutes; begin again.`,
      1,
    );
  if (answer.kind !== 'pair') return say('Zalo did not answer. Begin again.', 1);
  await tokens.adopt(answer.pair);
  return status(tokens);
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function say(text: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
