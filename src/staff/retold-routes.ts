import { z } from 'zod';
import { Retold } from '../domain/retold.ts';
import type { HttpResponse } from '../domain/route.ts';
import type { StaffParts } from './parts.ts';
import { retoldFault } from './retold.ts';
import {
  type AskedAboutChat,
  aboutChat,
  asks,
  bodyOf,
  done,
  fault,
  idOf,
  ok,
  type StaffRoute,
} from './route.ts';

const Id = z.uuid();
/** So many lines of a person are looked at; older ones were not misread just now. */
const mostLines = 500;

/** What the machine misread, told anew by staff: kept for the next training, looked through by the supervisor first. */
export function retoldRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    aboutChat('POST /chats/:id/retold', 'retold.add', (asked) => add(parts, asked)),
    asks('GET /retold', 'retold.review', async () => ok({ examples: await parts.retold.list() })),
    asks('DELETE /retold/:exampleId', 'retold.review', async ({ request }) => {
      await parts.retold.remove(idOf(Id, request.params['exampleId']));
      return done;
    }),
  ];
}

async function add(parts: StaffParts, { chat, me, request }: AskedAboutChat): Promise<HttpResponse> {
  const example = bodyOf(Retold, request);
  const why = retoldFault(example.text, await wordsOf(parts, chat));
  if (why !== undefined) return fault(400, why);
  await parts.retold.add(example, parts.now());
  await parts.audit.append([
    { at: parts.now(), by: me, action: 'message.retold', subject: { kind: 'conversation', id: chat.id } },
  ]);
  return done;
}

/** What the person wrote lately in this chat. */
async function wordsOf(
  { desk: { conversations } }: StaffParts,
  { id }: AskedAboutChat['chat'],
): Promise<readonly string[]> {
  const lastSeq = (await conversations.open(id, 1))?.lastSeq ?? 0;
  const entries = await conversations.transcript(id, Math.max(0, lastSeq - mostLines), mostLines);
  return entries.flatMap(({ body }) =>
    body.kind === 'said' && 'text' in body.content && body.content.text !== undefined
      ? [body.content.text]
      : [],
  );
}
