import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { PlatformWords } from '../push/load-words.ts';
import { graph } from './graph.ts';
import { saidPayload } from './messages.ts';
import type { MessengerSettings } from './settings.ts';

/** One thing that the Page should have, as the Messenger Profile API wants it. */
export interface ProfilePart {
  readonly name: 'get_started' | 'greeting' | 'ice_breakers' | 'persistent_menu';
  readonly value: unknown;
}

/** Get Started comes first: the menu needs it. Ice breakers and menu lines are taken as if they were written. */
export function profileFor({ messenger }: PlatformWords): readonly ProfilePart[] {
  const say = (title: string) => ({ type: 'postback', title, payload: saidPayload });
  const leave = {
    type: 'web_url',
    title: messenger.leave.title,
    url: messenger.leave.url,
    webview_height_ratio: 'full',
  };
  const questions = messenger['ice-breakers'].map((question) => ({ question, payload: saidPayload }));
  return [
    { name: 'get_started', value: { payload: 'get_started' } },
    { name: 'greeting', value: [{ locale: 'default', text: messenger.greeting }] },
    { name: 'ice_breakers', value: [{ locale: 'default', call_to_actions: questions }] },
    {
      name: 'persistent_menu',
      value: [
        {
          locale: 'default',
          composer_input_disabled: false,
          call_to_actions: [...messenger.menu.map(say), leave],
        },
      ],
    },
  ];
}

/** What the webhook needs to hear of. `response_feedback` would put thumbs under every message of ours. */
export const subscribedFields = [
  ...[
    'messages',
    'messaging_postbacks',
    'message_echoes',
    'message_edits',
    'message_reactions',
    'message_reads',
  ],
  ...[
    'message_deliveries',
    'messaging_referrals',
    'messaging_handovers',
    'standby',
    'messaging_policy_enforcement',
  ],
] as const;

export interface SetupStep {
  readonly name: ProfilePart['name'] | 'subscribed_apps';
  readonly state: 'as-wanted' | 'to-change' | 'changed' | 'failed';
  readonly errorCode?: string;
}

/** Makes the Page as wanted, and changes only what is not; `dryRun` only looks. Ten calls in ten minutes are allowed. */
export async function setUpPage(
  settings: MessengerSettings,
  words: PlatformWords,
  dryRun: boolean,
): Promise<readonly SetupStep[]> {
  const present = await presentProfile(settings);
  const steps: SetupStep[] = [];
  for (const part of profileFor(words)) steps.push(await bring(settings, { part, present, dryRun }));
  return [...steps, await subscribe(settings, dryRun)];
}

interface Wanted {
  readonly part: ProfilePart;
  readonly present: Readonly<Record<string, unknown>> | undefined;
  readonly dryRun: boolean;
}

async function bring(settings: MessengerSettings, { part, present, dryRun }: Wanted): Promise<SetupStep> {
  if (present !== undefined && contains(present[part.name], part.value))
    return { name: part.name, state: 'as-wanted' };
  if (dryRun) return { name: part.name, state: 'to-change' };
  const answer = await graph(settings, { path: 'me/messenger_profile', body: { [part.name]: part.value } });
  return done(part.name, answer);
}

/** Platforms add fields of their own to what they give back. */
function contains(present: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(present) &&
      present.length === wanted.length &&
      wanted.every((each, index) => contains(present[index], each))
    );
  if (typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(present, wanted);
  if (typeof present !== 'object' || present === null) return false;
  const there = new Map(Object.entries(present));
  return Object.entries(wanted).every(([name, value]) => contains(there.get(name), value));
}

const Profile = z.looseObject({ data: z.array(z.record(z.string(), z.unknown())) });

async function presentProfile(
  settings: MessengerSettings,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const fields = 'get_started,greeting,ice_breakers,persistent_menu';
  const answer = await graph(settings, { path: 'me/messenger_profile', method: 'GET', query: { fields } });
  const profile = Profile.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  return profile.success ? Object.assign({}, ...profile.data.data) : undefined;
}

const Subscribed = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), subscribed_fields: z.array(z.string()).default([]) })),
});

async function subscribe(settings: MessengerSettings, dryRun: boolean): Promise<SetupStep> {
  const path = `${settings.pageId}/subscribed_apps`;
  const present = await graph(settings, { path, method: 'GET' });
  const apps = Subscribed.safeParse(present.kind === 'ok' ? present.body : undefined);
  const ours = apps.success ? apps.data.data.find(({ id }) => id === settings.appId) : undefined;
  if (ours !== undefined && subscribedFields.every((field) => ours.subscribed_fields.includes(field)))
    return { name: 'subscribed_apps', state: 'as-wanted' };
  if (dryRun) return { name: 'subscribed_apps', state: 'to-change' };
  return done(
    'subscribed_apps',
    await graph(settings, { path, body: { subscribed_fields: subscribedFields } }),
  );
}

function done(name: SetupStep['name'], answer: Awaited<ReturnType<typeof graph>>): SetupStep {
  if (answer.kind === 'ok') return { name, state: 'changed' };
  const errorCode = answer.kind === 'fault' ? `${answer.code}/${answer.subcode ?? ''}` : answer.kind;
  return { name, state: 'failed', errorCode };
}
