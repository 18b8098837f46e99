import { randomUUID } from 'node:crypto';
import type { AttachmentRef } from '../../domain/answer.ts';
import { HandoffId } from '../../domain/ids.ts';
import type { Content } from '../../domain/message.ts';
import { isHard } from '../../domain/urgency.ts';
import type { OpenConversation, Pending, TurnCommit } from '../ports.ts';
import { endOldQuiet } from '../quiet.ts';
import { gradeOfTap, hearGrade } from '../rating.ts';
import { TurnDraft } from '../turn-draft.ts';
import { hearText } from './hear-text.ts';
import type { TurnParts } from './parts.ts';
import { TurnDialog } from './turn-dialog.ts';

/** Computes one turn over all waiting events, in order. Nothing leaves; the commit makes it true. */
export async function computeTurn(parts: TurnParts, open: OpenConversation, now: Date): Promise<TurnCommit> {
  const dialog = new TurnDialog(parts, new TurnDraft(open, now));
  for (const pending of open.pending) await take(dialog, pending);
  return dialog.draft.toCommit();
}

const isNotByPerson: ReadonlySet<Content['kind']> = new Set(['staff-echo', 'staff-returned', 'forget']);
const leavesNoLine: ReadonlySet<Content['kind']> = new Set([
  'opened',
  'forget',
  'withdrawn',
  'staff-returned',
]);

async function take(dialog: TurnDialog, pending: Pending): Promise<void> {
  const { draft } = dialog;
  draft.answered.push(pending.inboxId);
  const { content } = pending;
  if (!isNotByPerson.has(content.kind)) endOldQuiet(draft, dialog.parts.runner, dialog.parts.routes.quiet);
  if (!isNotByPerson.has(content.kind)) draft.heardAt(pending.occurredAt);
  if (!leavesNoLine.has(content.kind)) {
    const clientId = pending.externalId;
    const body = { kind: 'said' as const, content, ...(clientId === undefined ? {} : { clientId }) };
    draft.add({ author: content.kind === 'staff-echo' ? 'staff' : 'person', at: pending.occurredAt, body });
  }
  if (content.kind === 'text' && rates(dialog, content.text)) return;
  if (content.kind === 'button' && rates(dialog, content.value)) return;
  switch (content.kind) {
    case 'text':
      return hearText(dialog, content.text);
    case 'button':
      return dialog.hear({ kind: 'button', value: content.value });
    case 'attachments':
      return files(dialog, content.attachments, content.text);
    case 'sticker':
      return silent(dialog);
    case 'opened':
      return opened(dialog);
    case 'forget':
      draft.forget();
      return undefined;
    case 'withdrawn':
      return withdrawn(dialog, content.externalId);
    case 'staff-echo':
      dialog.moveHolder({ kind: 'answered-outside', handoffId: HandoffId.parse(randomUUID()) });
      return undefined;
    case 'staff-returned':
      dialog.moveHolder({ kind: 'returned-outside' });
      return undefined;
  }
}

/** The answer to the one question after a talk with a human; anything else ends that question. */
function rates(dialog: TurnDialog, text: string): boolean {
  const { draft, parts } = dialog;
  const open = draft.memory.rate !== undefined && draft.holder.kind === 'bot';
  const grade = gradeOfTap(text) ?? (open ? parts.rating.gradeIn(text, draft.before) : undefined);
  if (grade === undefined) {
    draft.remember({ rate: undefined });
    return false;
  }
  hearGrade(draft, grade);
  draft.hideLastTap();
  dialog.speak('bot.rated');
  return true;
}

async function opened(dialog: TurnDialog): Promise<void> {
  if (dialog.draft.memory.arrived) return arrived(dialog);
  if (dialog.draft.memory.greeted || dialog.draft.holder.kind === 'staff') return;
  await dialog.begin(dialog.parts.routes.start, '', undefined);
}

/** Whoever came by a link goes on with the question they were at, and is waited for again if they were. */
async function arrived(dialog: TurnDialog): Promise<void> {
  const { draft } = dialog;
  draft.remember({ arrived: false });
  dialog.speak('bot.welcome-back');
  if (isHard(draft.urgency)) draft.requestHandoff(draft.urgency, 'moved-here');
  await dialog.keep(await dialog.run({ kind: 'button', value: '' }, { kind: 'again' }));
}

async function silent(dialog: TurnDialog): Promise<void> {
  const { draft, parts } = dialog;
  if (draft.holder.kind === 'staff') return;
  dialog.introduce();
  const inSilence = parts.runner
    .read(draft.memory.dialog)
    .stack.some(({ flow }) => flow === parts.routes.silence);
  if (!inSilence) return dialog.begin(parts.routes.silence, '', undefined);
  return dialog.keep(await dialog.run({ kind: 'button', value: '' }, { kind: 'again' }));
}

/** The person took a message back on the platform: its words go here, too. */
async function withdrawn(dialog: TurnDialog, externalId: string): Promise<void> {
  const { draft, parts } = dialog;
  const seq = await parts.findSaid(draft.before, externalId);
  if (seq !== undefined) draft.redact(seq);
  draft.add({ author: 'system', at: draft.now, body: { kind: 'noted', event: 'withdrawn' } });
}

async function files(
  dialog: TurnDialog,
  files: readonly AttachmentRef[],
  text: string | undefined,
): Promise<void> {
  dialog.introduce();
  // A channel got something that it could not read or keep: the person must know that it is not here.
  if (files.length === 0 && dialog.draft.holder.kind !== 'staff') dialog.speak('bot.file-refused');
  if (files.length === 0) return text === undefined ? undefined : hearText(dialog, text);
  await dialog.hear({ kind: 'attachments', attachments: [...files] });
  if (text !== undefined) await hearText(dialog, text);
}
