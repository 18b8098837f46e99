import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import type { DueSending, Reception, Sender, SendResult } from '../conversations/ports.ts';
import type { Channel } from '../domain/channel.ts';
import { UserError } from '../domain/errors.ts';
import type { HttpRequest, HttpResponse, Route } from '../domain/route.ts';
import { contentOfActivity } from './azure-content.ts';
import { activityFor } from './azure-reply.ts';
import { QuietAdapter } from './quiet-adapter.ts';

export const azure: Channel = {
  name: 'azure',
  delivery: 'push',
  limits: { textLength: 2000, buttons: 10, buttonTitleLength: 20 },
};

export interface AzureSettings {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
}

/**
 * Whom and where to answer. It is the sealed sender id of the conversation; the person's name, which
 * some connectors send along, is dropped.
 */
const Address = z.strictObject({
  channelId: z.string(),
  serviceUrl: z.string(),
  conversation: z.string(),
  user: z.string(),
  bot: z.string(),
});
type Address = z.infer<typeof Address>;

export interface AzureChannel {
  readonly routes: readonly Route[];
  readonly sender: Sender;
}

/** Azure Bot Service channels and the Bot Framework Emulator, with the SDK's own authentication. */
export function azureChannel(
  settings: AzureSettings,
  parts: { readonly reception: Reception; readonly now: () => Date },
): AzureChannel {
  const auth = new ConfigurationBotFrameworkAuthentication({ ...settings });
  const adapter = new QuietAdapter(auth);
  const open = settings.MicrosoftAppId === undefined;
  const listen = (request: HttpRequest): Promise<HttpResponse> =>
    receive(adapter, request, { ...parts, open });
  return {
    routes: [{ method: 'POST', path: '/api/messages', handle: listen }],
    sender: { send: (sending) => send(adapter, settings.MicrosoftAppId ?? '', sending) },
  };
}

async function receive(
  adapter: QuietAdapter,
  request: HttpRequest,
  parts: { readonly reception: Reception; readonly now: () => Date; readonly open: boolean },
): Promise<HttpResponse> {
  const body = parseBody(request.body);
  if (parts.open && !isLocal(request, body)) {
    throw new UserError(
      'request.unauthorised',
      'without MicrosoftAppId only an Emulator on this machine is answered',
    );
  }
  await adapter.receive(request.headers.authorization ?? '', body, (context) => accept(context, parts));
  return { status: 200 };
}

async function accept(
  context: TurnContext,
  { reception, now }: { readonly reception: Reception; readonly now: () => Date },
): Promise<void> {
  const { activity } = context;
  const content = contentOfActivity(activity);
  if (content === undefined) return;
  await reception.receive({
    channel: 'azure',
    senderId: JSON.stringify(addressOf(activity)),
    externalId: `${activity.channelId}|${activity.conversation.id}|${activity.id ?? `${now().getTime()}`}`,
    occurredAt: activity.timestamp === undefined ? now().getTime() : new Date(activity.timestamp).getTime(),
    content,
  });
}

function addressOf(activity: Activity): Address {
  return {
    channelId: activity.channelId,
    serviceUrl: activity.serviceUrl,
    conversation: activity.conversation.id,
    user: activity.from.id,
    bot: activity.recipient.id,
  };
}

async function send(adapter: QuietAdapter, appId: string, sending: DueSending): Promise<SendResult> {
  if (sending.body.kind !== 'replied') return { kind: 'unsendable', errorCode: 'channel.unsendable' };
  const address = Address.parse(JSON.parse(sending.senderId));
  const { message } = sending.body;
  try {
    await adapter.continueConversationAsync(appId, referenceTo(address), async (context) => {
      await context.sendActivity(activityFor(message, address.channelId));
    });
    return { kind: 'sent' };
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;
    const final = status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
    return final
      ? { kind: 'unsendable', errorCode: `azure.${status}` }
      : { kind: 'try-later', errorCode: `azure.${status}` };
  }
}

function referenceTo({
  channelId,
  serviceUrl,
  conversation,
  user,
  bot,
}: Address): Partial<ConversationReference> {
  return {
    channelId,
    serviceUrl,
    conversation: { id: conversation, isGroup: false, conversationType: 'personal', name: '' },
    user: { id: user, name: '' },
    bot: { id: bot, name: '' },
  };
}

const Account = z.looseObject({ id: z.string().min(1).max(200) });
const Received = z.looseObject({
  type: z.string().max(50),
  channelId: z.string().min(1).max(50),
  serviceUrl: z.string().max(500),
  conversation: Account,
  from: Account,
  recipient: Account,
});

function parseBody(body: Buffer): Activity {
  try {
    const parsed = Received.safeParse(JSON.parse(body.toString('utf8')));
    // The rest of an activity is optional, and contentOfActivity checks what it reads of it.
    if (parsed.success) return parsed.data as unknown as Activity;
  } catch {
    // Falls through to the refusal.
  }
  throw new UserError('request.malformed', 'the body is no activity');
}

const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
const localAddresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

function isLocal(request: HttpRequest, { serviceUrl }: Activity): boolean {
  return (
    localAddresses.has(request.remoteAddress) &&
    request.headers['x-forwarded-for'] === undefined &&
    URL.canParse(serviceUrl) &&
    localHosts.has(new URL(serviceUrl).hostname)
  );
}
