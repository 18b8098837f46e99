import { z } from 'zod';
import type { Changed } from '../conversations/handoff/change.ts';
import { desk } from '../conversations/handoff/desk.ts';
import { transfers } from '../conversations/handoff/transfer.ts';
import { saved, shown } from '../domain/file-answer.ts';
import { neutralName } from '../domain/file-kind.ts';
import { AttachmentId, type ConversationId, StaffId } from '../domain/ids.ts';
import type { TranscriptEntry } from '../domain/message.ts';
import type { HttpResponse } from '../domain/route.ts';
import { Urgency } from '../domain/urgency.ts';
import { chatView, entryView, namesOf, unshown } from './chat-view.ts';
import type { StaffParts } from './parts.ts';
import {
  type AskedAboutChat,
  aboutChat,
  bodyOf,
  countOf,
  done,
  fault,
  idOf,
  notFound,
  ok,
  type StaffRoute,
} from './route.ts';
import { refusedToWrite, spoken } from './speaking.ts';

const words = z.string().trim().min(1).max(5000);
const note = z.string().trim().max(5000);
const reason = z.string().trim().min(1).max(500);

export const Outcome = z.enum([
  'helped',
  'referred',
  'passed-to-111',
  'passed-to-police',
  'information',
  'no-answer',
  'test',
  'other',
]);

/** One chat: reading it, speaking in it, handing it on. */
export function chatRoutes(parts: StaffParts): readonly StaffRoute[] {
  const { desk: port } = parts;
  return [
    aboutChat('GET /chats/:id', 'chat.view', (asked) => show(parts, asked)),
    aboutChat('GET /chats/:id/transcript', 'chat.view', (asked) => transcript(parts, asked)),
    aboutChat('GET /chats/:id/attachments/:attachmentId', 'chat.view', (asked) => attachment(parts, asked)),
    aboutChat('POST /chats/:id/messages', 'chat.speak', (asked) => say(parts, asked)),
    aboutChat('POST /chats/:id/typing', 'chat.speak', async ({ chat }) => {
      parts.typing(chat.id);
      return done;
    }),
    aboutChat('GET /chats/:id/notes', 'chat.view', (asked) => notes(parts, asked)),
    aboutChat('POST /chats/:id/notes', 'chat.note', (asked) => addNote(parts, asked, false)),
    aboutChat('POST /chats/:id/whisper', 'chat.whisper', (asked) => addNote(parts, asked, true)),
    aboutChat('POST /chats/:id/transfer', 'chat.speak', (asked) => transfer(parts, asked)),
    aboutChat('POST /chats/:id/transfer/accept', 'chat.take-offer', async ({ chat, me }) =>
      epochView(await transfers(port).accept(chat.id, me)),
    ),
    aboutChat('POST /chats/:id/transfer/reject', 'chat.take-offer', async ({ chat, me, request }) =>
      settled(
        await transfers(port).reject(chat.id, { by: me, ...bodyOf(z.strictObject({ reason }), request) }),
      ),
    ),
    aboutChat('POST /chats/:id/transfer/cancel', 'chat.speak', async ({ chat, me }) =>
      settled(await transfers(port).cancel(chat.id, me)),
    ),
    aboutChat('POST /chats/:id/return', 'chat.speak', async ({ chat, me, request }) => {
      const { urgency, ...body } = bodyOf(z.strictObject({ note, urgency: Urgency.optional() }), request);
      return settled(
        await desk(port).giveBack(chat.id, {
          by: me,
          ...body,
          ...(urgency === undefined ? {} : { urgency }),
        }),
      );
    }),
    aboutChat('POST /chats/:id/close', 'chat.speak', async ({ chat, me, request }) =>
      settled(
        await desk(port).close(chat.id, {
          by: me,
          ...bodyOf(z.strictObject({ outcome: Outcome, note: note.default('') }), request),
        }),
      ),
    ),
    aboutChat('POST /chats/:id/conflict', 'chat.conflict', async ({ chat, me, request }) =>
      settled(await desk(port).conflict(chat.id, { by: me, ...bodyOf(z.strictObject({ reason }), request) })),
    ),
    aboutChat('PUT /chats/:id/urgency', 'chat.urgency', async ({ chat, me, request }) =>
      settled(
        await desk(port).setUrgency(chat.id, {
          by: me,
          ...bodyOf(z.strictObject({ urgency: Urgency, reason }), request),
        }),
      ),
    ),
  ];
}

async function show(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const view = await chatView(parts, asked);
  await audit(parts, asked, 'chat.read');
  return ok(view);
}

async function transcript(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const { chat, request } = asked;
  const after = countOf(request.query, 'after', { least: 0, most: 1_000_000_000, usual: 0 });
  const limit = countOf(request.query, 'limit', { least: 1, most: 500, usual: 200 });
  const entries = await linesFor(parts, chat.id, { after, limit });
  const [authors, sendings, names] = await Promise.all([
    parts.reads.authors(chat.id, after),
    parts.reads.sendings(chat.id, after),
    namesOf(parts),
  ]);
  // Asking again and finding nothing new is not reading.
  if (entries.length > 0)
    await audit(parts, asked, `transcript.read:${entries[0]?.seq}-${entries.at(-1)?.seq}`);
  const facts = { authors, sendings, names, channel: chat.channel };
  return ok({
    entries: entries.map((entry) => entryView(parts, entry, facts)),
    lastSeq: entries.at(-1)?.seq ?? after,
  });
}

/** The state is read first and no line after it is given out, so that a secret never slips in between. */
async function linesFor(
  { desk: { conversations } }: StaffParts,
  id: ConversationId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly TranscriptEntry[]> {
  const open = await conversations.open(id, 1);
  if (open === undefined) throw notFound();
  const lines = await conversations.transcript(id, after, limit);
  return lines.filter(({ seq }) => seq <= open.lastSeq).map((line) => unshown(line, open.memory.secrets));
}

/** A picture of either side; a document only if it is our own. What a person sent otherwise needs a reason. */
async function attachment(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const id = idOf(AttachmentId, asked.request.params['attachmentId']);
  const view = await parts.attachments.viewOwn(asked.chat.id, id);
  const ours = view ?? (await parts.attachments.fromStaff(asked.chat.id, id));
  if (ours === undefined) throw notFound();
  await audit(parts, asked, 'attachment.read');
  return view === undefined ? saved(ours, neutralName(ours.contentType)) : shown(view);
}

const Message = z.strictObject({
  text: words,
  epoch: z.number().int().min(0),
  clientId: z.string().min(1).max(100),
});

async function say(parts: StaffParts, { chat, me, request }: AskedAboutChat): Promise<HttpResponse> {
  const message = bodyOf(Message, request);
  if (message.text.length > parts.limitsOf(chat.channel).textLength) return fault(400, 'too-long');
  const refusal = await refusedToWrite(parts, { chat, me });
  if (refusal !== undefined) return refusal;
  return spoken(await desk(parts.desk).say(chat.id, { by: me, ...message }));
}

async function notes(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const [found, names] = await Promise.all([parts.reads.notes(asked.chat.id), namesOf(parts)]);
  if (found.length > 0) await audit(parts, asked, 'notes.read');
  return ok({
    notes: found.map((each) => ({ ...each, by: { id: each.by, name: names.get(each.by) ?? '' } })),
  });
}

async function addNote(
  parts: StaffParts,
  { chat, me, account, request }: AskedAboutChat,
  whisper: boolean,
): Promise<HttpResponse> {
  const { text } = bodyOf(z.strictObject({ text: words }), request);
  const added = await desk(parts.desk).note(chat.id, { by: me, text, whisper });
  if (added.kind === 'refused') return fault(409, added.why);
  const last = (await parts.reads.notes(chat.id)).findLast((each) => each.by === me);
  if (last === undefined) throw notFound();
  return ok({ ...last, by: { id: me, name: account.name } });
}

async function transfer(parts: StaffParts, { chat, me, request }: AskedAboutChat): Promise<HttpResponse> {
  const body = bodyOf(z.strictObject({ to: z.union([z.literal('queue'), StaffId]), note }), request);
  if (body.to === 'queue')
    return settled(await desk(parts.desk).requeue(chat.id, { by: me, note: body.note }));
  return settled(await transfers(parts.desk).offer(chat.id, { by: me, to: body.to, note: body.note }));
}

export function settled(changed: Changed): HttpResponse {
  return changed.kind === 'refused' ? fault(changed.why === 'not-found' ? 404 : 409, changed.why) : done;
}

function epochView(changed: Changed): HttpResponse {
  return changed.kind === 'refused' ? fault(409, changed.why) : ok({ epoch: changed.held.epoch });
}

async function audit(parts: StaffParts, { me, chat }: AskedAboutChat, action: string): Promise<void> {
  await parts.audit.read({
    at: parts.now(),
    by: me,
    action,
    subject: { kind: 'conversation', id: chat.id },
  });
}
