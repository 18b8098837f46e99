import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { openTalk, type Reply } from '../app/talk.ts';

const root = join(import.meta.dirname, '..', '..');

interface RecordedTurn {
  person?: string;
  tap?: string;
  bot: string[];
}

/** A conversation in the terminal, without network and without a trace; `--record NAME` keeps it as a golden one. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { record: { type: 'string' } }, allowPositionals: true });
  const name = values.record;
  if (name !== undefined && !/^[a-z][a-z0-9-]*$/u.test(name)) throw new Error('a name is written like-this');
  const talk = openTalk(root, () => new Date());
  const recorded: RecordedTurn[] = [];
  let buttons = show(await talk.open());
  const lines = createInterface({
    input: process.stdin,
    output: process.stdin.isTTY ? process.stdout : undefined,
  });
  if (process.stdin.isTTY) lines.setPrompt('> ');
  lines.prompt();
  for await (const line of lines) {
    if (!process.stdin.isTTY) process.stdout.write(`> ${line}\n`);
    const tapped = buttons[Number(line) - 1];
    const replies = tapped === undefined ? await talk.say(line) : await talk.tap(tapped.value);
    const bot = replies.map(({ key }) => key);
    recorded.push(
      tapped === undefined ? { person: line, bot } : { tap: tapped.value.replace(/^.*:/u, ''), bot },
    );
    const shown = show(replies);
    if (shown.length > 0) buttons = shown;
    lines.prompt();
  }
  if (name !== undefined) keep(name, recorded);
}

function show(replies: readonly Reply[]): Reply['buttons'] {
  for (const { text } of replies) process.stdout.write(`${text}\n`);
  const links = replies.flatMap(({ buttons }) => buttons.filter(({ style }) => style === 'link'));
  for (const { title, value } of links) process.stdout.write(`  ${title}: ${value}\n`);
  const buttons = (replies.at(-1)?.buttons ?? []).filter(({ style }) => style !== 'link');
  buttons.forEach(({ title }, index) => {
    process.stdout.write(`  [${index + 1}] ${title}\n`);
  });
  return buttons;
}

function keep(name: string, turns: readonly RecordedTurn[]): void {
  const folder = join(root, 'tests', 'conversations');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.yaml`);
  if (existsSync(file)) throw new Error(`${file} exists already`);
  writeFileSync(file, stringify({ name: name.replaceAll('-', ' '), turns }));
  process.stdout.write(`kept as ${file}\n`);
}

await main();
