import { z } from 'zod';
import { desk } from '../conversations/handoff/desk.ts';
import { UserError } from '../domain/errors.ts';
import { AttachmentId } from '../domain/ids.ts';
import type { HttpResponse } from '../domain/route.ts';
import type { StaffParts } from './parts.ts';
import { type AskedAboutChat, aboutChat, fault, type StaffRoute } from './route.ts';
import { refusedToWrite, spoken } from './speaking.ts';

/** A picture as a phone takes it; it is made smaller before it is kept. */
const largestBody = 20 * 1024 * 1024;

/** Pictures and documents that staff send: the body is the bare file, whatever its name was. */
export function sendingFileRoutes(parts: StaffParts): readonly StaffRoute[] {
  const send = aboutChat('POST /chats/:id/files', 'chat.speak', (asked) => sendFile(parts, asked));
  return [{ ...send, maxBytes: largestBody }];
}

const Query = z.object({ epoch: z.coerce.number().int().min(0), clientId: z.string().min(1).max(100) });

async function sendFile(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const query = Query.safeParse(Object.fromEntries(asked.request.query));
  if (!query.success) throw new UserError('request.malformed', 'epoch and clientId are needed');
  if (!parts.limitsOf(asked.chat.channel).takesFiles) return fault(400, 'no-files');
  const refusal = await refusedToWrite(parts, asked);
  if (refusal !== undefined) return refusal;
  const earlier = await parts.desk.desk.sentSeq(asked.chat.id, query.data.clientId);
  return earlier === undefined
    ? keepAndSay(parts, asked, query.data)
    : { status: 201, body: { seq: earlier } };
}

/** Kept first, said then: a file that is not said after all does not stay. */
async function keepAndSay(
  parts: StaffParts,
  { chat, me, request }: AskedAboutChat,
  message: z.infer<typeof Query>,
): Promise<HttpResponse> {
  const file = await parts.attachments.keepFromStaff(chat.id, request.body, parts.now());
  const said = await desk(parts.desk).say(chat.id, { by: me, text: '', files: [file], ...message });
  const stays = said.kind === 'done' && (await isIn(parts, chat.id, { seq: said.seq, file: file.id }));
  if (!stays) await parts.attachments.takeBack(chat.id, AttachmentId.parse(file.id));
  return spoken(said);
}

/** The same request twice at once: one of them says its copy, the other finds the line with a file not its own. */
async function isIn(
  { desk: { conversations } }: StaffParts,
  id: AskedAboutChat['chat']['id'],
  { seq, file }: { readonly seq: number; readonly file: string },
): Promise<boolean> {
  const [line] = await conversations.transcript(id, seq - 1, 1);
  return line?.body.kind === 'replied' && (line.body.message.files ?? []).some((each) => each.id === file);
}
