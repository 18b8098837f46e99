import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Clocks } from '../conversations/handoff/clocks.ts';
import { Hours } from '../conversations/handoff/hours.ts';
import type { Canned, SettingStore } from './desk-ports.ts';
import { Permissions } from './permissions.ts';
import { Pseudonyms } from './pseudonym.ts';

const MailText = z.strictObject({ subject: z.string(), text: z.string() });
const CannedReplies = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/u),
    locale: z.enum(['vi', 'en']),
    title: z.string(),
    text: z.string(),
  }),
);

/** Everything of `dialogs/` that the staff side reads, checked. */
export interface StaffContent {
  readonly permissions: Permissions;
  readonly clocks: Clocks;
  readonly hours: Hours;
  readonly pseudonyms: Pseudonyms;
  readonly mailText: z.infer<typeof MailText>;
  readonly canned: readonly Canned[];
}

export async function loadStaffContent(folder: string): Promise<StaffContent> {
  return {
    permissions: await read(folder, 'permissions.yaml', Permissions),
    clocks: await read(folder, 'clocks.yaml', Clocks),
    hours: await read(folder, 'hours.yaml', Hours),
    pseudonyms: await read(folder, 'staff/pseudonyms.yaml', Pseudonyms),
    mailText: await read(folder, 'staff/alarm.yaml', MailText),
    canned: await read(folder, 'staff/canned.yaml', CannedReplies),
  };
}

async function read<T extends z.ZodType>(folder: string, name: string, schema: T): Promise<z.infer<T>> {
  const parsed = schema.safeParse(parse(await readFile(join(folder, name), 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${name}: ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(faults.join('\n'));
}

/** The hours set in the console, else those of the file. */
export function hoursFrom(settings: SettingStore, fallback: Hours): () => Promise<Hours> {
  return async () => {
    const parsed = Hours.safeParse(await settings.read('hours'));
    return parsed.success ? parsed.data : fallback;
  };
}

/** Gives a new Centre the replies of the file, once. */
export async function seedCanned(settings: SettingStore, replies: readonly Canned[]): Promise<void> {
  if ((await settings.read('canned-seeded')) === true) return;
  for (const reply of replies) await settings.putCanned(reply);
  await settings.write('canned-seeded', true);
}
