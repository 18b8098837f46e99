import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messengerSettings } from '../app/platform-settings.ts';
import { profileFor, type SetupStep, setUpPage } from '../channels/messenger/profile.ts';
import { loadPlatformWords } from '../channels/push/load-words.ts';
import { readConfig } from '../config.ts';

const usage = `Usage:
  npm run messenger -- setup [--dry-run]   Get Started, greeting, first questions, menu and webhook events of the Page
`;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command !== 'setup') return say(usage, 2);
  const read = readConfig();
  if (read.kind === 'faults') return say(read.faults.join('\n'), 1);
  const settings = messengerSettings(read.config);
  if (settings === undefined) return say('Messenger is off: its secrets are not set.', 1);
  const loaded = loadPlatformWords(root, 'vi');
  if (loaded.kind === 'faults')
    return say(loaded.faults.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'), 1);
  const dryRun = rest.includes('--dry-run');
  if (dryRun)
    say(
      profileFor(loaded.words)
        .map(({ name, value }) => `${name}: ${JSON.stringify(value, undefined, 2)}`)
        .join('\n'),
      0,
    );
  const steps = await setUpPage(settings, loaded.words, dryRun);
  say(steps.map(told).join('\n'), 0);
  return steps.some(({ state }) => state === 'failed') ? 1 : 0;
}

const words = {
  'as-wanted': 'is as it should be',
  'to-change': 'would be changed',
  changed: 'is changed',
  failed: 'FAILED',
} as const satisfies Record<SetupStep['state'], string>;

function told({ name, state, errorCode }: SetupStep): string {
  return `${name.padEnd(16)} ${words[state]}${errorCode === undefined ? '' : ` (${errorCode})`}`;
}

function say(text: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
