import { type Activity, MessageFactory } from 'botbuilder';
import type { Button, Outgoing } from '../domain/message.ts';

type Action = NonNullable<Activity['suggestedActions']>['actions'][number];

/** What Facebook shows of a quick reply; the connector cuts the rest off. */
const facebookTitle = 20;
const facebookActions = 10;

/** A reply as the channel behind Azure can show it. */
export function activityFor(reply: Outgoing, channelId: string): Partial<Activity> {
  const message = { ...reply, text: withAddresses(reply) };
  return channelId === 'facebook'
    ? forFacebook(message)
    : withActions(message.text, message.buttons.map(action));
}

/** Actions go with the next message, and not every channel opens pages: their addresses are said as well. */
function withAddresses({ text, buttons }: Outgoing): string {
  const lines = buttons
    .filter(({ style, value }) => style === 'link' && !text.includes(value))
    .map(({ title, value }) => `${title}: ${value}`);
  return lines.length === 0 ? text : `${text}\n\n${lines.join('\n')}`;
}

/** A number is dialled and a page opened by the person's device; everything else comes back with its payload. */
function action({ title, value, style }: Button): Action {
  if (style === 'call') return { type: 'call', title, value };
  if (style === 'link') return { type: 'openUrl', title, value };
  return { type: 'messageBack', title, text: title, displayText: title, value: { payload: value } };
}

/**
 * The connector makes quick replies of suggested actions; a tapped title comes back as text, and its
 * payload in channelData. As on our own road to Messenger, titles that would be cut and choices that are
 * too many become numbered lines; a number to call stands in the text.
 */
function forFacebook({ text, buttons }: Outgoing): Partial<Activity> {
  const choices = buttons.filter(({ style }) => style === 'choice');
  const fit = choices.every(({ title }) => title.length <= facebookTitle);
  const numbered = choices.map(({ title }, index) => `${index + 1}. ${title}`);
  const whole = fit && choices.length <= facebookActions ? text : [text, numbered.join('\n')].join('\n\n');
  if (choices.length > facebookActions) return withActions(whole, []);
  const actions = choices.map(({ title, value }, index) => ({
    type: 'postBack',
    title: fit ? title : String(index + 1),
    value,
  }));
  return withActions(whole, actions);
}

function withActions(text: string, actions: Action[]): Partial<Activity> {
  const activity = MessageFactory.text(text, undefined, 'acceptingInput');
  return actions.length === 0 ? activity : { ...activity, suggestedActions: { to: [], actions } };
}
