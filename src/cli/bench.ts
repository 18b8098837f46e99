import { parseArgs } from 'node:util';
import { benchChannels } from './bench/channels.ts';
import { benchMassive } from './bench/massive.ts';
import { benchStart } from './bench/start.ts';
import { benchTurns } from './bench/turns.ts';
import { benchUnderstanding } from './bench/understanding.ts';

/** Figures as JSON lines; names of parts as arguments, all parts without. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  start: benchStart,
  turns: benchTurns,
  channels: benchChannels,
  understanding: benchUnderstanding,
  massive: benchMassive,
};

const { positionals } = parseArgs({ allowPositionals: true });
const wanted = positionals.length === 0 ? Object.keys(parts) : positionals;
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined)
    throw new Error(`there is no such part; there are: ${Object.keys(parts).join(', ')}`);
  await part();
}
