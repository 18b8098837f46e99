import type { AttachmentRef } from '../../domain/answer.ts';
import { neutralName } from '../../domain/file-kind.ts';
import type { Button, Content, Outgoing, TranscriptEntry } from '../../domain/message.ts';
import { clientIdOf } from './receive.ts';

/** The activities of some transcript lines, as Direct Line 3.0 gives them out. Notes for staff are left out. */
export function toActivities(conversationId: string, entries: readonly TranscriptEntry[]): readonly object[] {
  return entries.flatMap((entry) => activityOf(conversationId, entry));
}

function activityOf(conversationId: string, { seq, author, at, body }: TranscriptEntry): readonly object[] {
  const base = { timestamp: at.toISOString(), channelId: 'directline', conversation: { id: conversationId } };
  if (body.kind === 'said') {
    const id = body.clientId ?? `${conversationId}|${seq}`;
    const clientActivityID = clientIdOf(id);
    const from = { id: 'user', role: 'user' };
    const said = saidParts(conversationId, body.content);
    if (said === undefined) return [];
    return [
      {
        ...base,
        type: 'message',
        id,
        from,
        ...said,
        channelData: clientActivityID === undefined ? {} : { clientActivityID },
      },
    ];
  }
  if (body.kind === 'replied') {
    const from = { id: author === 'staff' ? 'staff' : 'bot', name: '', role: 'bot' };
    return [
      {
        ...base,
        type: 'message',
        id: `${conversationId}|${String(seq).padStart(7, '0')}`,
        from,
        ...replyParts(conversationId, body.message, author),
      },
    ];
  }
  return [];
}

function saidParts(conversationId: string, content: Content): object | undefined {
  switch (content.kind) {
    case 'text':
      return { text: content.text };
    case 'button':
      return { text: content.title ?? '' };
    case 'attachments':
      return {
        text: content.text ?? '',
        attachments: content.attachments.map((file) => attachmentOf(conversationId, file)),
      };
    default:
      return undefined;
  }
}

/** Where it lies: fetched with the token, as everything of the conversation. */
function attachmentOf(conversationId: string, { id, contentType }: AttachmentRef) {
  return { contentType, contentUrl: `/v3/directline/conversations/${conversationId}/attachments/${id}` };
}

function replyParts(conversationId: string, message: Outgoing, author: string): object {
  const actions = message.buttons.map(actionOf);
  const attachments = (message.files ?? []).map((file) => ({
    ...attachmentOf(conversationId, file),
    name: neutralName(file.contentType),
  }));
  return {
    text: message.text,
    textFormat: 'plain',
    inputHint: message.expects === 'nothing' ? 'acceptingInput' : 'expectingInput',
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(actions.length === 0 ? {} : { suggestedActions: { to: [], actions } }),
    channelData: { key: message.key, expects: message.expects, author },
  };
}

/** A number is dialled and a page opened by the person's device; everything else comes back as an answer. */
function actionOf({ title, value, style }: Button): object {
  if (style === 'call') return { type: 'call', title, value };
  if (style === 'link') return { type: 'openUrl', title, value };
  return { type: 'messageBack', title, displayText: title, text: title, value: { payload: value } };
}
