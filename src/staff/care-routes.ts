import { z } from 'zod';
import type { HttpResponse } from '../domain/route.ts';
import { namesOf } from './chat-view.ts';
import type { StaffParts } from './parts.ts';
import {
  type Asked,
  type AskedAboutChat,
  aboutChat,
  asks,
  bodyOf,
  done,
  ok,
  type StaffRoute,
} from './route.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);
const SafeContact = z.strictObject({
  window: z.strictObject({ from: clock, to: clock }).nullable(),
  never: z.boolean(),
  stopWord: z.string().trim().min(1).max(60).nullable(),
});
const NewBlock = z.strictObject({
  until: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(1).max(500),
});

/** Care for the person (safe contact), for the service (blocks with an end) and for staff (hand-over notes). */
export function careRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    aboutChat('GET /chats/:id/contact', 'chat.view', async ({ chat }) =>
      ok((await parts.reads.contact(chat.id)) ?? { window: null, never: false, stopWord: null }),
    ),
    aboutChat('PUT /chats/:id/contact', 'chat.note', (asked) => setContact(parts, asked)),
    aboutChat('POST /chats/:id/block', 'chat.block', (asked) => block(parts, asked)),
    aboutChat('DELETE /chats/:id/block', 'chat.block', (asked) => unblock(parts, asked)),
    asks('GET /blocks', 'team.view', async () => blocks(parts)),
    asks('GET /shift-notes', 'shift-note.write', async () => shiftNotes(parts)),
    asks('POST /shift-notes', 'shift-note.write', (asked) => addShiftNote(parts, asked)),
  ];
}

async function setContact(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  await parts.reads.setContact(asked.chat.id, bodyOf(SafeContact, asked.request));
  await audit(parts, asked, { action: 'contact.set' });
  return done;
}

async function block(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const { until, reason } = bodyOf(NewBlock, asked.request);
  await parts.reads.setBlock(
    { conversationId: asked.chat.id, until: new Date(until), reason, by: asked.me },
    parts.now(),
  );
  await audit(parts, asked, { action: 'chat.block', reason });
  return done;
}

async function unblock(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  await parts.reads.removeBlock(asked.chat.id);
  await audit(parts, asked, { action: 'chat.unblock' });
  return done;
}

async function blocks(parts: StaffParts): Promise<HttpResponse> {
  const found = await parts.reads.blocks(parts.now());
  return ok({
    blocks: found.map(({ conversationId, until, reason, by }) => ({
      chatId: conversationId,
      pseudonym: parts.pseudonym(conversationId),
      until,
      reason,
      by,
    })),
  });
}

async function shiftNotes(parts: StaffParts): Promise<HttpResponse> {
  const [found, names] = await Promise.all([parts.roster.shiftNotes(20), namesOf(parts)]);
  return ok({
    notes: found.map((note) => ({ ...note, by: { id: note.by, name: names.get(note.by) ?? '' } })),
  });
}

async function addShiftNote(parts: StaffParts, { me, request }: Asked): Promise<HttpResponse> {
  await parts.roster.addShiftNote(
    me,
    bodyOf(z.strictObject({ text: z.string().trim().min(1).max(5000) }), request).text,
    parts.now(),
  );
  return done;
}

async function audit(
  parts: StaffParts,
  { me, chat }: AskedAboutChat,
  entry: { readonly action: string; readonly reason?: string },
): Promise<void> {
  await parts.audit.append([
    { at: parts.now(), by: me, ...entry, subject: { kind: 'conversation', id: chat.id } },
  ]);
}
