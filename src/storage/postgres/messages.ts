import type { Kysely } from 'kysely';
import { type ConversationId, DataKeyId } from '../../domain/ids.ts';
import { Author, TranscriptBody, type TranscriptEntry } from '../../domain/message.ts';
import type { Vault } from '../vault/vault.ts';
import type { Tables } from './schema.ts';

/** The transcript after line `after`, opened, at most `limit` lines. */
export async function transcript(
  db: Kysely<Tables>,
  vault: Vault,
  wanted: { readonly id: ConversationId; readonly after: number; readonly limit: number },
): Promise<readonly TranscriptEntry[]> {
  const rows = await db
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('data_key as k', 'k.id', 'c.key_id')
    .select(['m.seq', 'm.author', 'm.at', 'm.body_sealed', 'k.id as keyId', 'k.kek_id', 'k.wrapped'])
    .where('m.conversation_id', '=', wanted.id)
    .where('m.seq', '>', wanted.after)
    .orderBy('m.seq')
    .limit(wanted.limit)
    .execute();
  const [first] = rows;
  if (first === undefined) return [];
  const key = vault.unwrap({ id: DataKeyId.parse(first.keyId), kekId: first.kek_id, wrapped: first.wrapped });
  return rows.map((row) => ({
    seq: row.seq,
    author: Author.parse(row.author),
    at: row.at,
    body: TranscriptBody.parse(vault.openJson(key, `message:${wanted.id}:${row.seq}`, row.body_sealed)),
  }));
}
