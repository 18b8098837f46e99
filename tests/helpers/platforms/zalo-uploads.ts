import { randomUUID } from 'node:crypto';
import type { ReceivedFile } from './form.ts';

const day = 24 * 3_600_000;
const megabyte = 1024 * 1024;
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const rules = {
  image: { types: ['image/jpeg', 'image/png'], most: megabyte },
  gif: { types: ['image/gif'], most: 5 * megabyte },
  file: { types: ['application/pdf', 'application/msword', docx, 'text/csv'], most: 5 * megabyte },
} as const;
export type UploadKind = keyof typeof rules;

interface Kept {
  readonly kind: UploadKind;
  readonly file: ReceivedFile;
  until: number;
}

/** What was laid down at the OA: its ids are good for seven days, here and nowhere else. */
export class ZaloUploads {
  /** Every upload that was taken. */
  taken = 0;
  /** How long an id is good for. */
  life = 7 * day;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The id, or the fault: -201 a kind that is not taken, -210 too large. */
  take(kind: string, file: ReceivedFile | undefined): string | number {
    if (!(kind in rules) || file === undefined) return -201;
    // Just looked at.
    const known = kind as UploadKind;
    const { types, most } = rules[known];
    if (!types.some((type) => type === file.contentType) || !isWhatItSays(file)) return -201;
    if (file.bytes.length > most) return -210;
    const id = `up-${randomUUID()}`;
    this.taken += 1;
    this.#kept.set(id, { kind: known, file, until: this.#now() + this.life });
    return id;
  }

  /** The file of an id, or the fault: -201 none of ours, -100 too old. */
  find(kind: UploadKind, id: string | undefined): ReceivedFile | number {
    const kept = id === undefined ? undefined : this.#kept.get(id);
    if (kept === undefined || kept.kind !== kind) return -201;
    return this.#now() < kept.until ? kept.file : -100;
  }

  /** As if seven days had gone by for all of them. */
  expire(): void {
    for (const kept of this.#kept.values()) kept.until = 0;
  }
}

const beginnings: Readonly<Record<string, string>> = {
  'image/jpeg': 'ffd8ff',
  'image/png': '89504e47',
  'application/pdf': '25504446',
  [docx]: '504b0304',
};

function isWhatItSays({ contentType, bytes }: ReceivedFile): boolean {
  const beginning = beginnings[contentType];
  return beginning === undefined || bytes.toString('hex', 0, 4).startsWith(beginning);
}
