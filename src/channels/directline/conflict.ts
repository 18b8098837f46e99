import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../domain/errors.ts';
import type { ConversationId } from '../../domain/ids.ts';
import type { Content } from '../../domain/message.ts';
import type { DirectLineParts } from './parts.ts';

const pageSize = 200;

/**
 * A repeated post is answered like the first one. The same id with other words is no repetition: to say that
 * it was taken would lose them, so it is refused with 409.
 */
export async function refuseConflict(
  { conversations }: DirectLineParts,
  id: ConversationId,
  posted: { readonly externalId: string; readonly content: Content },
): Promise<void> {
  const { externalId, content } = posted;
  // A file gets a new name with each upload, so a repeated one cannot be told from another.
  if (content.kind !== 'text' && content.kind !== 'button') return;
  for (let after = 0; ; ) {
    const lines = await conversations.transcript(id, after, pageSize);
    const said = lines
      .map(({ body }) => body)
      .find((body) => body.kind === 'said' && body.clientId === externalId);
    if (said?.kind === 'said' && !isDeepStrictEqual(said.content, content))
      throw new UserError('request.conflict', 'another message has this id');
    if (said !== undefined || lines.length < pageSize) return;
    after = lines.at(-1)?.seq ?? after;
  }
}
