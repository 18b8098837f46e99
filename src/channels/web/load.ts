import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type BuiltChat, buildChat } from '../../web/build.ts';
import { WebTexts } from '../../web/texts.ts';

export interface WebChatParts {
  readonly built: BuiltChat;
  readonly texts: Readonly<Record<Locale, WebTexts>>;
}

const locales = ['vi', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Builds the page and reads its words, once at start; a fault in the words stops the start and says where. */
export async function loadWebChat(localesDir: string): Promise<WebChatParts> {
  const [built, vi, en] = await Promise.all([
    buildChat(),
    readTexts(localesDir, 'vi'),
    readTexts(localesDir, 'en'),
  ]);
  return { built, texts: { vi, en } };
}

async function readTexts(localesDir: string, locale: Locale): Promise<WebTexts> {
  const file = join(localesDir, locale, 'web.yaml');
  const read = WebTexts.safeParse(parse(await readFile(file, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
}
