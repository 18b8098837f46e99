import { z } from 'zod';
import type { Content, Incoming } from '../../domain/message.ts';
import type { WithMedia } from '../push/media-intake.ts';
import { parseJson } from '../push/signature.ts';
import { ZaloEvent } from './events.ts';
import { readTapped } from './messages.ts';
import { visitorId } from './recipient.ts';

/** What an event means for us; `echo` is something the OA said through the API, which may be our own reply. */
export type ZaloReceived =
  | { readonly kind: 'event'; readonly event: Incoming }
  | { readonly kind: 'media'; readonly event: WithMedia }
  | { readonly kind: 'echo'; readonly senderId: string; readonly text: string }
  | { readonly kind: 'ignored'; readonly why: 'known' | 'unknown' | 'other-oa' | 'unreadable' };

interface Reading {
  readonly event: ZaloEvent;
  readonly at: number;
}

type Reader = (reading: Reading) => ZaloReceived;

/** Makes of one genuine event what the conversation should hear; never throws. */
export function receiveZalo(
  raw: unknown,
  { at, oaId }: { readonly at: number; readonly oaId?: string },
): ZaloReceived {
  const parsed = ZaloEvent.safeParse(raw);
  if (!parsed.success) return { kind: 'ignored', why: 'unreadable' };
  const event = parsed.data;
  const reader = readers[event.event_name] ?? (isKnown(event.event_name) ? undefined : unknown);
  if (reader === undefined) return { kind: 'ignored', why: 'known' };
  if (oaId !== undefined && oaOf(event) !== undefined && oaOf(event) !== oaId)
    return { kind: 'ignored', why: 'other-oa' };
  return reader({ event, at });
}

const unknown: Reader = () => ({ kind: 'ignored', why: 'unknown' });

function oaOf(event: ZaloEvent): string | undefined {
  if (event.oa_id !== undefined) return event.oa_id;
  return event.event_name.startsWith('oa_') ? event.sender?.id : event.recipient?.id;
}

/**
 * `user_click_button` and `user_click_link` stand in no documented list; a tap comes as `user_send_text`.
 * `user_withdraw` is the person's right to have everything erased.
 */
const readers: Readonly<Record<string, Reader>> = {
  user_send_text: (reading) => said(reading, textOrTap),
  user_send_image: media,
  user_send_gif: media,
  user_send_audio: media,
  user_send_video: media,
  user_send_file: media,
  user_send_sticker: (reading) => said(reading, () => ({ kind: 'sticker' })),
  user_send_location: (reading) => said(reading, (event) => textContent(placeText(event))),
  user_send_link: (reading) => said(reading, (event) => textContent(linkText(event))),
  user_send_business_card: (reading) => said(reading, (event) => textContent(cardText(event))),
  user_submit_info: (reading) => said(reading, (event) => textContent(infoText(event.info ?? {}))),
  follow: (reading) => sign(reading, { kind: 'opened' }),
  user_click_chatnow: (reading) => sign(reading, { kind: 'opened' }),
  unfollow: (reading) => sign(reading, { kind: 'forget' }),
  user_withdraw: (reading) => sign(reading, { kind: 'forget' }),
  anonymous_send_text: (reading) => said(reading, textOrTap),
  anonymous_send_image: media,
  anonymous_send_file: media,
  anonymous_send_sticker: (reading) => said(reading, () => ({ kind: 'sticker' })),
  ...Object.fromEntries(
    ['text', 'image', 'gif', 'file', 'sticker', 'list'].map((what) => [`oa_send_${what}`, oaSaid]),
  ),
  ...Object.fromEntries(
    ['text', 'image', 'file', 'sticker'].map((what) => [`oa_send_anonymous_${what}`, oaSaid]),
  ),
};

/** Events that exist and say nothing the conversation needs: receipts, reactions, calls, tags, groups, billing. */
const ignored = new Set([
  ...[
    'user_reacted_message',
    'oa_reacted_message',
    'user_received_message',
    'user_seen_message',
    'user_feedback',
  ],
  ...[
    'add_user_to_tag',
    'remove_user_from_tag',
    'remove_tag',
    'update_user_info',
    'widget_interaction_accepted',
  ],
  ...[
    'widget_failed_to_sync_user_external_id',
    'oa_send_consent',
    'user_reply_consent',
    'user_call_oa',
    'oa_call_user',
  ],
  ...['create_group', 'change_template_status', 'change_oa_daily_quota', 'extension_purchased'],
]);

/** The bot never speaks into a group. */
function isKnown(name: string): boolean {
  return ignored.has(name) || name.includes('_group');
}

function personOf({ sender, message }: ZaloEvent, anonymous: boolean): string | undefined {
  if (sender?.id === undefined || !anonymous) return sender?.id;
  return message?.conversation_id === undefined ? undefined : visitorId(sender.id, message.conversation_id);
}

function said({ event, at }: Reading, read: (event: ZaloEvent) => Content): ZaloReceived {
  const senderId = personOf(event, event.event_name.startsWith('anonymous_'));
  if (senderId === undefined || event.message === undefined) return signOf(event, at, read(event));
  const externalId = event.message.msg_id ?? `${event.event_name}:${at}:${senderId}`;
  return {
    kind: 'event',
    event: { channel: 'zalo', senderId, externalId, occurredAt: at, content: read(event) },
  };
}

/** Events without a message id are told apart by name, time and person. */
function sign({ event, at }: Reading, content: Content): ZaloReceived {
  return signOf(event, at, content);
}

function signOf(event: ZaloEvent, at: number, content: Content): ZaloReceived {
  const senderId = event.follower?.id ?? event.user_id ?? event.sender?.id;
  if (senderId === undefined) return { kind: 'ignored', why: 'unreadable' };
  const externalId = `${event.event_name}:${at}:${senderId}`;
  return { kind: 'event', event: { channel: 'zalo', senderId, externalId, occurredAt: at, content } };
}

function media(reading: Reading): ZaloReceived {
  const { event, at } = reading;
  const urls = (event.message?.attachments ?? []).flatMap(({ payload }) =>
    payload.url === undefined ? [] : [payload.url],
  );
  const senderId = personOf(event, event.event_name.startsWith('anonymous_'));
  const externalId = event.message?.msg_id;
  if (senderId === undefined || externalId === undefined || urls.length === 0)
    return said(reading, unreadableFile);
  const text = event.message?.text?.normalize('NFC').trim() ?? '';
  return {
    kind: 'media',
    event: { channel: 'zalo', senderId, externalId, occurredAt: at, urls, ...(text === '' ? {} : { text }) },
  };
}

function unreadableFile(event: ZaloEvent): Content {
  const text = event.message?.text ?? '';
  return text === '' ? { kind: 'attachments', attachments: [] } : textContent(text);
}

/**
 * The OA said something. With `admin_id` a person typed it in OA Manager, which takes the conversation
 * over; without, a program sent it through the API. That this bot's own replies carry no `admin_id`
 * is documented but was never seen on the wire.
 */
function oaSaid({ event, at }: Reading): ZaloReceived {
  const anonymous = event.event_name.startsWith('oa_send_anonymous');
  const senderId = personOf({ ...event, sender: event.recipient }, anonymous);
  if (senderId === undefined) return { kind: 'ignored', why: 'unreadable' };
  const text = (event.message?.text ?? '').normalize('NFC');
  if (event.sender?.admin_id === undefined) return { kind: 'echo', senderId, text };
  const externalId = event.message?.msg_id ?? `${event.event_name}:${at}:${senderId}`;
  return {
    kind: 'event',
    event: { channel: 'zalo', senderId, externalId, occurredAt: at, content: { kind: 'staff-echo', text } },
  };
}

function textOrTap(event: ZaloEvent): Content {
  const text = event.message?.text ?? '';
  const value = readTapped(text);
  return value === undefined ? textContent(text) : { kind: 'button', value };
}

/** Some phones send decomposed letters; everything behind this point compares composed ones. */
function textContent(text: string): Content {
  const composed = text.normalize('NFC').trim();
  return composed === '' ? { kind: 'attachments', attachments: [] } : { kind: 'text', text: composed };
}

/** Where the child is may be all we have: the place stays in the text, in a form that maps understand. */
function placeText({ message }: ZaloEvent): string {
  const point = message?.attachments
    .map(({ payload }) => payload.coordinates)
    .find((each) => each !== undefined);
  return [message?.text ?? '', point === undefined ? '' : `geo:${point.latitude},${point.longitude}`]
    .filter((each) => each !== '')
    .join('\n');
}

/** The link is kept as words; nobody opens it for the person. */
function linkText({ message }: ZaloEvent): string {
  const text = message?.text ?? '';
  const links = (message?.attachments ?? []).flatMap(({ payload }) =>
    payload.url === undefined || text.includes(payload.url) ? [] : [payload.url],
  );
  return [text, ...links].filter((each) => each !== '').join('\n');
}

const Card = z.looseObject({ phone: z.union([z.string(), z.number()]).transform(String) });

/** A contact: the name, and the number hidden in a JSON text. A third person's number: sealed like all that is said. */
function cardText({ message }: ZaloEvent): string {
  const cards = (message?.attachments ?? []).map(({ payload }) =>
    Card.safeParse(parseJson(payload.description ?? '')),
  );
  const phones = cards.flatMap((card) => (card.success ? [card.data.phone] : []));
  return [message?.text ?? '', ...phones].filter((each) => each !== '').join('\n');
}

/** The bot never asks for this form; if staff sent it from OA Manager, the answer counts as said. */
function infoText(info: Readonly<Record<string, unknown>>): string {
  const values = Object.values(info).flatMap((value) =>
    typeof value === 'object' && value !== null ? Object.values(value) : [value],
  );
  return values
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .filter((value) => value !== '')
    .join('\n');
}
