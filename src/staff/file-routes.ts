import { z } from 'zod';
import { saved, shown } from '../domain/file-answer.ts';
import { endingOf } from '../domain/file-kind.ts';
import { AttachmentId } from '../domain/ids.ts';
import type { HttpResponse } from '../domain/route.ts';
import type { FileOwner, StaffParts } from './parts.ts';
import {
  type AskedAboutChat,
  type AskedAboutReport,
  aboutChat,
  aboutReport,
  bodyOf,
  idOf,
  notFound,
  type StaffRoute,
} from './route.ts';

const Reason = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** Files as people sent them: voice notes, documents, and pictures with all that they hold. */
export function fileRoutes(parts: StaffParts): readonly StaffRoute[] {
  return [
    aboutChat('POST /chats/:id/attachments/:attachmentId/original', 'chat.original', (asked) =>
      originalOfChat(parts, asked),
    ),
    aboutReport('GET /reports/:id/attachments/:attachmentId', 'report.view', (asked) =>
      viewOfReport(parts, asked),
    ),
    aboutReport('POST /reports/:id/attachments/:attachmentId/original', 'report.original', (asked) =>
      originalOfReport(parts, asked),
    ),
  ];
}

/** A file that was told in a report belongs to the report by now; whoever may not see that does not get it here. */
async function originalOfChat(parts: StaffParts, asked: AskedAboutChat): Promise<HttpResponse> {
  const { chat, me } = asked;
  const owners: FileOwner[] = [{ kind: 'conversation', id: chat.id }];
  const link = (await parts.desk.conversations.open(chat.id, 1))?.memory.report;
  if (link !== undefined && !(await parts.reportDesk.excluded(link.id)).includes(me))
    owners.push({ kind: 'report', id: link.id });
  return original(parts, asked, owners);
}

async function originalOfReport(parts: StaffParts, asked: AskedAboutReport): Promise<HttpResponse> {
  return original(parts, asked, [{ kind: 'report', id: asked.reportId }]);
}

async function viewOfReport(
  parts: StaffParts,
  { me, reportId, request }: AskedAboutReport,
): Promise<HttpResponse> {
  const id = idOf(AttachmentId, request.params['attachmentId']);
  const view = await parts.files.view({ kind: 'report', id: reportId }, id);
  if (view === undefined) throw notFound();
  const subject = { kind: 'report', id: reportId } as const;
  await parts.audit.read({ at: parts.now(), by: me, action: 'attachment.read', subject });
  return shown(view);
}

async function original(
  parts: StaffParts,
  { me, request }: AskedAboutChat | AskedAboutReport,
  owners: readonly FileOwner[],
): Promise<HttpResponse> {
  const { reason } = bodyOf(Reason, request);
  const id = idOf(AttachmentId, request.params['attachmentId']);
  for (const owner of owners) {
    const file = await parts.files.original(owner, id);
    if (file === undefined) continue;
    // On record before a byte leaves.
    await parts.audit.append([
      { at: parts.now(), by: me, action: 'attachment.original', subject: owner, reason },
    ]);
    return saved(file, `${id.slice(0, 8)}.${endingOf(file.contentType)}`);
  }
  throw notFound();
}
