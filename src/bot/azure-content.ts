import { type Activity, ActivityTypes } from 'botbuilder';
import { z } from 'zod';
import type { Content } from '../domain/message.ts';

const Payload = z.looseObject({ payload: z.string().max(1000) });
/** The native form of a Facebook quick reply or postback, which Azure passes on in channelData. */
const FacebookData = z.looseObject({
  message: z.looseObject({ quick_reply: Payload.optional() }).optional(),
  postback: Payload.optional(),
});
const longestText = 20_000;

/** What the person did, or nothing for the activities that are none of ours. */
export function contentOfActivity(activity: Activity): Content | undefined {
  if (activity.type === ActivityTypes.ConversationUpdate) return openedBy(activity);
  if (activity.type !== ActivityTypes.Message) return undefined;
  const title = (activity.text ?? '').slice(0, longestText).trim();
  const value = payloadOf(activity);
  if (value !== undefined) return { kind: 'button', value, title: title.slice(0, 200) };
  // Files of other channels lie behind the connector's own login and are not fetched.
  return title === '' ? { kind: 'sticker' } : { kind: 'text', text: title.normalize('NFC') };
}

function openedBy(activity: Activity): Content | undefined {
  const joined = activity.membersAdded?.some((member) => member.id !== activity.recipient?.id) ?? false;
  return joined ? { kind: 'opened' } : undefined;
}

function payloadOf(activity: Activity): string | undefined {
  const own = Payload.safeParse(activity.value);
  if (own.success) return own.data.payload;
  const facebook = FacebookData.safeParse(activity.channelData);
  return facebook.success
    ? (facebook.data.message?.quick_reply?.payload ?? facebook.data.postback?.payload)
    : undefined;
}
