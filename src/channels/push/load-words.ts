import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Fault, readYaml } from '../../texts/yaml.ts';

const line = z.string().min(1);

/** locales/<locale>/platforms.yaml: what people read on Zalo and Messenger outside of the dialogs. */
export const PlatformWords = z.strictObject({
  opening: z.string().min(40, 'a lock screen shows forty characters; the opening must fill them').max(200),
  messenger: z.strictObject({
    greeting: line.max(160),
    'ice-breakers': z.array(line.max(80)).max(4).readonly(),
    menu: z.array(line.max(30)).max(4).readonly(),
    leave: z.strictObject({ title: line.max(30), url: z.url() }),
  }),
});
export type PlatformWords = Readonly<z.infer<typeof PlatformWords>>;

export type LoadedWords =
  | { readonly kind: 'words'; readonly words: PlatformWords }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

export function loadPlatformWords(root: string, locale: string): LoadedWords {
  const file = `locales/${locale}/platforms.yaml`;
  const read = readYaml(file, readFileSync(join(root, file), 'utf8'), PlatformWords);
  return read.kind === 'read' ? { kind: 'words', words: read.file.value } : read;
}
