import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ConversationId } from '../domain/ids.ts';

const Words = z
  .array(z.string().min(1))
  .min(32)
  .refine((words) => new Set(words).size === words.length, 'each word once');

/** dialogs/staff/pseudonyms.yaml: a being or thing, and what it is like. */
export const Pseudonyms = z.strictObject({ first: Words, second: Words });
export type Pseudonyms = Readonly<z.infer<typeof Pseudonyms>>;

/**
 * Two words by which staff speak of a conversation: always the same for one, and saying nothing of the
 * person. Two conversations may share a pseudonym; it is a name to remember, not a key.
 */
export function pseudonymOf({ first, second }: Pseudonyms): (id: ConversationId) => string {
  return (id) => {
    const hash = createHash('sha256').update(`pseudonym\0${id}`).digest();
    return `${first[hash.readUInt32BE(0) % first.length]} ${second[hash.readUInt32BE(4) % second.length]}`;
  };
}
