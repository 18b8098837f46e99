import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const Key32 = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'a key is 32 bytes');

const KeyringFile = z.strictObject({
  current: z.string(),
  keys: z
    .array(z.strictObject({ id: z.string().min(1).max(40), created: z.iso.datetime(), key: z.base64() }))
    .min(1),
  lookup: z.base64(),
  pepper: z.base64(),
});
type KeyringFile = z.infer<typeof KeyringFile>;

/**
 * The secrets that never enter the database: key-encryption keys by id (new data keys are wrapped
 * by `current`), the key of keyed look-ups, and the pepper of receipts. Losing the ring loses
 * everything sealed; a stolen database without it reads nothing.
 */
export interface Keyring {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
  readonly lookup: Buffer;
  readonly pepper: Buffer;
}

export function parseKeyring(text: string): Keyring {
  const file = KeyringFile.parse(JSON.parse(text));
  const keys = new Map(file.keys.map(({ id, key }) => [id, Key32.parse(key)]));
  if (!keys.has(file.current)) throw new Error('the key ring names a current key it does not hold');
  return { current: file.current, keys, lookup: Key32.parse(file.lookup), pepper: Key32.parse(file.pepper) };
}

/** A new ring as the text of its file. */
export function newKeyring(now: Date): string {
  const key = aKey(now, 1);
  return print({ current: key.id, keys: [key], lookup: random(), pepper: random() });
}

/** The same ring with a further key as the current one; old keys stay until nothing is wrapped by them. */
export function withNewKey(text: string, now: Date): string {
  const file = KeyringFile.parse(JSON.parse(text));
  const key = aKey(now, file.keys.length + 1);
  return print({ ...file, current: key.id, keys: [...file.keys, key] });
}

/** Drops every key but the current one: only after all data keys were wrapped anew. */
export function withoutOldKeys(text: string): string {
  const file = KeyringFile.parse(JSON.parse(text));
  return print({ ...file, keys: file.keys.filter((key) => key.id === file.current) });
}

function aKey(now: Date, ordinal: number): KeyringFile['keys'][number] {
  const suffix = randomBytes(3).toString('hex');
  return { id: `k${ordinal}-${suffix}`, created: now.toISOString(), key: random() };
}

function random(): string {
  return randomBytes(32).toString('base64');
}

function print(file: KeyringFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
