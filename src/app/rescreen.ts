import { z } from 'zod';
import {
  type Moved,
  type Rescreening,
  rescreenConversation,
  rescreenReport,
} from '../conversations/rescreen.ts';
import { openCases } from '../storage/postgres/open-cases.ts';
import { reportDesk } from '../storage/postgres/report-desk.ts';
import { settingStore } from '../storage/postgres/roster.ts';
import type { Recogniser } from '../understanding/recogniser.ts';
import type { Stores } from './stores.ts';

const key = 'rules-of-danger';

export interface Rescreened {
  readonly looked: number;
  readonly raised: number;
  readonly lower: number;
}

/**
 * Looks at everything that is not over again, if the rules of danger are others than last time; undefined if they
 * are the same. Raising twice does nothing, so two processes that start at once do no harm.
 */
export async function rescreenIfChanged(
  stores: Stores,
  recogniser: () => Recogniser,
  now: () => Date,
): Promise<Rescreened | undefined> {
  const { db } = stores.database;
  const settings = settingStore(db);
  const before = z
    .string()
    .optional()
    .parse(await settings.read(key));
  const { rulesVersion } = recogniser();
  if (before === rulesVersion) return undefined;
  const moved = before === undefined ? [] : await rescreenAll(stores, recogniser, now);
  await settings.write(key, rulesVersion);
  const count = (kind: Moved): number => moved.filter((one) => one === kind).length;
  return { looked: moved.length, raised: count('raised'), lower: count('lower') };
}

async function rescreenAll(
  stores: Stores,
  recogniser: () => Recogniser,
  now: () => Date,
): Promise<readonly Moved[]> {
  const { db } = stores.database;
  const parts: Rescreening = {
    judge: (text) => recogniser().recognise(text).urgency,
    conversations: stores.conversations,
    reports: stores.reports,
    saveReport: reportDesk(db, stores.vault, stores.reports).save,
    now,
  };
  const open = await openCases(db);
  const moved: Moved[] = [];
  for (const id of open.conversations) moved.push(await rescreenConversation(parts, id));
  for (const id of open.reports) moved.push(await rescreenReport(parts, id));
  return moved;
}
