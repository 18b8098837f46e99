import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { Person } from './person.ts';
import { readReports } from './reports.ts';
import { KillableServer } from './server.ts';

export interface ChaosSettings {
  readonly config: Config;
  readonly kills: number;
  /** People who talk at the same time. */
  readonly people: number;
  /** After this many seconds no more is killed and the talks are ended. */
  readonly seconds: number;
  /** People go on talking, also after the last kill, until this many conversations have begun. */
  readonly conversations: number;
}

export interface ChaosResult {
  readonly database: 'pglite' | 'postgres';
  readonly kills: number;
  readonly conversations: number;
  readonly answers: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Where the first conversation that differs leaves the undisturbed one; lines of the script, so no one's words. */
  readonly firstDifference?: { readonly line: number; readonly expected: string; readonly seen: string };
  readonly reports: number;
  readonly reportsDifferent: number;
  readonly seconds: number;
}

/** Talks once undisturbed, then again and again while the server is killed, and compares. */
export async function runChaos(settings: ChaosSettings): Promise<ChaosResult> {
  const { config } = settings;
  const began = performance.now();
  const { PORT: port, DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = config;
  const server = new KillableServer({ port, dataDir, databaseUrl });
  try {
    return await chaosOn(server, settings, began);
  } finally {
    await server.kill();
  }
}

async function chaosOn(server: KillableServer, settings: ChaosSettings, began: number): Promise<ChaosResult> {
  const { config, kills, people, seconds } = settings;
  server.start();
  await server.ready();
  const undisturbed = await new Person(server.base).talk();
  const state = { killing: true, left: settings.conversations };
  const talks = Promise.all(Array.from({ length: people }, () => talkWhile(state, server.base)));
  const killed = await killAtRandom(server, { kills, until: began + seconds * 1000 });
  state.killing = false;
  const seen = (await talks).flat();
  await server.stop();
  const reports = await readReports(config);
  return {
    database: config.DATABASE_URL === undefined ? 'pglite' : 'postgres',
    kills: killed,
    ...compared(undisturbed, seen),
    reports: reports.length,
    // One of each conversation, all alike.
    reportsDifferent: Math.abs(reports.length - seen.length - 1) + (new Set(reports).size - 1),
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

async function talkWhile(
  state: { readonly killing: boolean; left: number },
  base: string,
): Promise<(readonly string[])[]> {
  const seen: (readonly string[])[] = [];
  do {
    state.left--;
    seen.push(await new Person(base).talk());
  } while (state.killing || state.left > 0);
  return seen;
}

const longestLife = 1_500;

/** Most kills hit a server at work; every fifth hits one that is just starting or recovering. */
async function killAtRandom(
  server: KillableServer,
  { kills, until }: { readonly kills: number; readonly until: number },
): Promise<number> {
  for (let count = 0; count < kills; count++) {
    if (performance.now() > until) return count;
    if (count % 5 !== 4) await server.ready();
    await pause(Math.random() * longestLife);
    await server.kill();
    server.start();
  }
  await server.ready();
  return kills;
}

function compared(
  expected: readonly string[],
  seen: readonly (readonly string[])[],
): Pick<ChaosResult, 'conversations' | 'answers' | 'lost' | 'doubled' | 'outOfOrder' | 'firstDifference'> {
  const lost = seen.map((lines) => missing(expected, lines)).reduce((sum, n) => sum + n, 0);
  const doubled = seen.map((lines) => missing(lines, expected)).reduce((sum, n) => sum + n, 0);
  const same = expected.join('\n');
  const different = seen.filter((lines) => lines.join('\n') !== same);
  const outOfOrder = different.length;
  const [first] = different;
  const firstDifference = first === undefined ? {} : { firstDifference: difference(expected, first) };
  const answers = seen.reduce((sum, lines) => sum + lines.length, 0);
  return { conversations: seen.length, answers, lost, doubled, outOfOrder, ...firstDifference };
}

function difference(
  expected: readonly string[],
  seen: readonly string[],
): NonNullable<ChaosResult['firstDifference']> {
  const found = expected.findIndex((line, at) => line !== seen[at]);
  const line = found < 0 ? expected.length : found;
  return { line, expected: expected[line] ?? '', seen: seen[line] ?? '' };
}

/** How many lines of `wanted` are not in `there`, each as often as it is said. */
function missing(wanted: readonly string[], there: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of there) left.set(line, (left.get(line) ?? 0) + 1);
  return wanted.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  }).length;
}
