import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Where the command line tools find content, and where they keep the trained recogniser. */
export const places = { dialogsDir: join(root, 'dialogs'), cacheDir: join(root, '.cache') } as const;
