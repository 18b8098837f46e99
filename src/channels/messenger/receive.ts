import type { Content, Incoming } from '../../domain/message.ts';
import type { WithMedia } from '../push/media-intake.ts';
import { Batch, type MessengerAttachment, MessengerEvent, type MessengerMessage } from './events.ts';
import { isOurMark, saidPayload } from './messages.ts';

export type MessengerReceived =
  | { readonly kind: 'event'; readonly name: string; readonly event: Incoming }
  | { readonly kind: 'media'; readonly name: string; readonly event: WithMedia }
  /** Our own reply has reached the chat; `mark` is what we sent along. */
  | { readonly kind: 'echo'; readonly mark: string }
  /** Meta restricts the Page, or lifts that. */
  | { readonly kind: 'policy'; readonly action: string }
  | { readonly kind: 'ignored'; readonly name: string };

export interface OurPage {
  readonly pageId: string;
  readonly appId: string;
  readonly now: Date;
}

/** Everything in one POST, oldest first: a batch may hold several people and need not be in order. */
export function receiveMessenger(raw: unknown, ours: OurPage): readonly MessengerReceived[] {
  const parsed = Batch.safeParse(raw);
  if (!parsed.success) return [{ kind: 'ignored', name: 'unreadable' }];
  if (parsed.data.object !== 'page') return [{ kind: 'ignored', name: 'other-object' }];
  const read = parsed.data.entry.flatMap((entry) => [
    ...entry.messaging.flatMap((each) => readEvent(each, { ...ours, entry, standby: false })),
    ...entry.standby.flatMap((each) => readEvent(each, { ...ours, entry, standby: true })),
    // The Page's feed, labels, and the dashboard's test button come as changes; nobody writes to us in them.
    ...entry.changes.map(() => ({ at: 0, received: { kind: 'ignored', name: 'changes' } as const })),
  ]);
  return read.sort((a, b) => a.at - b.at).map(({ received }) => received);
}

interface Context extends OurPage {
  readonly entry: Batch['entry'][number];
  readonly standby: boolean;
}

interface Timed {
  readonly at: number;
  readonly received: MessengerReceived;
}

function readEvent(raw: unknown, context: Context): readonly Timed[] {
  const parsed = MessengerEvent.safeParse(raw);
  if (!parsed.success) return [{ at: 0, received: { kind: 'ignored', name: 'unreadable' } }];
  const event = parsed.data;
  const at = event.timestamp ?? context.entry.time ?? context.now.getTime();
  if (event.policy_enforcement !== undefined)
    return [{ at, received: { kind: 'policy', action: event.policy_enforcement.action } }];
  const ids = [context.entry.id, event.sender?.id, event.recipient?.id];
  if (!ids.includes(context.pageId)) return [{ at, received: { kind: 'ignored', name: 'other-page' } }];
  return meaningsOf(event, context, at).map((received) => ({ at, received }));
}

function meaningsOf(event: MessengerEvent, context: Context, at: number): readonly MessengerReceived[] {
  if (event.message?.is_echo === true) return [echoOf(event, event.message, { ...context, at })];
  const senderId = event.sender?.id;
  if (senderId === undefined || senderId === context.pageId) return [{ kind: 'ignored', name: 'no-person' }];
  const heard = heardFrom(event, { senderId, at });
  if (heard === undefined) return controlOf(event, context, { senderId, at });
  // Someone else owns the chat: it is stored, screened and shown, and the bot keeps silent.
  const taken = context.standby ? [takenOver(`standby:${heard.event.externalId}`, { senderId, at })] : [];
  return [...taken, heard];
}

interface From {
  readonly senderId: string;
  readonly at: number;
}

function heardFrom(
  event: MessengerEvent,
  from: From,
): Extract<MessengerReceived, { readonly kind: 'event' | 'media' }> | undefined {
  if (event.message !== undefined) return messageOf(event.message, from);
  if (event.message_edit !== undefined) return editOf(event.message_edit, from);
  if (event.postback !== undefined) return postbackOf(event.postback, from);
  if (event.referral !== undefined)
    return heard('referral', `referral:${from.at}:${from.senderId}`, { from, content: { kind: 'opened' } });
  return undefined;
}

interface What {
  readonly from: From;
  readonly content: Content;
}

function heard(
  name: string,
  externalId: string,
  { from, content }: What,
): Extract<MessengerReceived, { readonly kind: 'event' }> {
  return {
    kind: 'event',
    name,
    event: { channel: 'messenger', senderId: from.senderId, externalId, occurredAt: from.at, content },
  };
}

const files = new Set(['image', 'audio', 'video', 'file']);

function messageOf(
  message: MessengerMessage,
  from: From,
): Extract<MessengerReceived, { readonly kind: 'event' | 'media' }> {
  const { mid, quick_reply, is_deleted } = message;
  const externalId = mid ?? `message:${from.at}:${from.senderId}`;
  const text = message.text?.normalize('NFC').trim() ?? '';
  if (is_deleted === true)
    return heard('withdrawn', `${externalId}#withdrawn`, {
      from,
      content: { kind: 'withdrawn', externalId },
    });
  if (quick_reply !== undefined && isOurs(quick_reply.payload)) {
    return heard('quick_reply', externalId, {
      from,
      content: { kind: 'button', value: quick_reply.payload.slice(0, 1000), title: text.slice(0, 1000) },
    });
  }
  const urls = message.attachments.flatMap((each) =>
    isFile(each) && each.payload.url !== undefined ? [each.payload.url] : [],
  );
  const words = wordsOf(text, message.attachments);
  if (urls.length > 0) {
    const event: WithMedia = {
      channel: 'messenger',
      senderId: from.senderId,
      externalId,
      occurredAt: from.at,
      urls,
      ...(words === '' ? {} : { text: words }),
    };
    return { kind: 'media', name: 'media', event };
  }
  return heard('message', externalId, { from, content: plainContent(words, message.attachments) });
}

/** The platform's own quick replies (phone number, e-mail) carry what the person gave, not a value of ours. */
function isOurs(payload: string): boolean {
  return !/^\+?\d[\d\s]*$|@/u.test(payload);
}

/** Until August 2026 a sticker came twice, as a sticker and as an image with a sticker's id. */
function isSticker({ type, payload }: MessengerAttachment): boolean {
  return type === 'sticker' || payload.sticker_id !== undefined;
}

function isFile(attachment: MessengerAttachment): boolean {
  return files.has(attachment.type) && !isSticker(attachment);
}

/** Links and places are kept as words beside the text; nobody opens a link for the person. */
function wordsOf(text: string, attachments: readonly MessengerAttachment[]): string {
  const extra = attachments.flatMap((attachment) => {
    const { coordinates, url } = attachment.payload;
    if (coordinates !== undefined) return [`geo:${coordinates.lat},${coordinates.long}`];
    const link = url ?? attachment.url;
    return isFile(attachment) || isSticker(attachment) || link === undefined || text.includes(link)
      ? []
      : [link];
  });
  return [text, ...extra].filter((each) => each !== '').join('\n');
}

function plainContent(words: string, attachments: readonly MessengerAttachment[]): Content {
  if (words !== '') return { kind: 'text', text: words };
  return attachments.some(isSticker) ? { kind: 'sticker' } : { kind: 'attachments', attachments: [] };
}

/** An edit is heard as a further message: the old words cannot be unheard, and the new ones may tell of danger. */
function editOf(
  edit: { readonly mid: string; readonly text: string; readonly num_edit: string },
  from: From,
) {
  return heard('message_edit', `${edit.mid}#edit${edit.num_edit}`, {
    from,
    content: { kind: 'text', text: edit.text.normalize('NFC') },
  });
}

/** In `standby` a postback has no payload; its title is then what the person chose to say. */
function postbackOf({ mid, title, payload }: NonNullable<MessengerEvent['postback']>, from: From) {
  const externalId = mid ?? `postback:${from.at}:${from.senderId}:${payload ?? ''}`.slice(0, 500);
  if (payload === 'get_started')
    return heard('get_started', externalId, { from, content: { kind: 'opened' } });
  if ((payload === undefined || payload === saidPayload) && title !== undefined) {
    return heard('postback', externalId, { from, content: { kind: 'text', text: title.normalize('NFC') } });
  }
  if (payload === undefined) return heard('postback', externalId, { from, content: { kind: 'opened' } });
  const content: Content = {
    kind: 'button',
    value: payload.slice(0, 1000),
    ...(title === undefined ? {} : { title: title.slice(0, 1000) }),
  };
  return heard('postback', externalId, { from, content });
}

/**
 * What the Page said. Ours by app id or mark; anything else, also without an app id, is a person in the
 * Page inbox (or a program that speaks for one) and takes the conversation over.
 */
function echoOf(
  event: MessengerEvent,
  message: MessengerMessage,
  context: Context & { readonly at: number },
): MessengerReceived {
  const senderId = event.recipient?.id;
  const mark = message.metadata ?? '';
  if (message.app_id === context.appId || isOurMark(mark)) return { kind: 'echo', mark };
  if (senderId === undefined) return { kind: 'ignored', name: 'no-person' };
  const externalId = message.mid ?? `echo:${context.at}:${senderId}`;
  const content: Content = { kind: 'staff-echo', text: (message.text ?? '').normalize('NFC') };
  return heard('staff_echo', externalId, { from: { senderId, at: context.at }, content });
}

/** A change of owner takes over like a reply; coming back to us it ends what was taken over that way. */
function controlOf(event: MessengerEvent, { appId }: OurPage, from: From): readonly MessengerReceived[] {
  if (event.take_thread_control !== undefined && event.take_thread_control.new_owner_app_id !== appId) {
    return [takenOver(`take:${from.at}:${from.senderId}`, from)];
  }
  const passed = event.pass_thread_control;
  if (passed !== undefined) {
    const externalId = `pass:${from.at}:${from.senderId}`;
    return passed.new_owner_app_id === appId
      ? [heard('returned', externalId, { from, content: { kind: 'staff-returned' } })]
      : [takenOver(externalId, from)];
  }
  const { sender: _sender, recipient: _recipient, timestamp: _timestamp, ...rest } = event;
  return [{ kind: 'ignored', name: knownNames.find((name) => name in rest) ?? 'unknown' }];
}

/** Events that exist and say nothing the conversation needs. */
const knownNames = [
  ...['read', 'delivery', 'reaction', 'optin', 'account_linking', 'response_feedback'],
  ...['take_thread_control', 'request_thread_control', 'app_roles'],
] as const;

function takenOver(externalId: string, from: From): MessengerReceived {
  return heard('taken_over', externalId, { from, content: { kind: 'staff-echo', text: '' } });
}
