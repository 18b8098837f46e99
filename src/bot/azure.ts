import {
  type Activity,
  ActivityTypes,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  HandoffEventNames,
  type TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import type { Changed } from '../conversations/handoff/change.ts';
import type { PartnerCall } from '../conversations/handoff/partner.ts';
import { handoffNews, stepOfStatus } from '../conversations/handoff/status-events.ts';
import type { ConversationStore, DueSending, Reception, Sender, SendResult } from '../conversations/ports.ts';
import type { Channel } from '../domain/channel.ts';
import { UserError } from '../domain/errors.ts';
import type { HttpRequest, HttpResponse, Route } from '../domain/route.ts';
import { contentOfActivity } from './azure-content.ts';
import { activityFor } from './azure-reply.ts';
import { handoffInitiation, handoffStatus } from './handoff-events.ts';
import { QuietAdapter } from './quiet-adapter.ts';

export const azure: Channel = {
  name: 'azure',
  delivery: 'push',
  // The connector to Messenger passes attachments over in silence, so nothing is promised here.
  limits: { textLength: 2000, buttons: 10, buttonTitleLength: 20, takesFiles: false },
};

export interface AzureSettings {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
  /** A parent bot or an agent hub is there: it is told of handoffs, and may take them. */
  readonly handoff: boolean;
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

export interface AzureParts {
  readonly reception: Reception;
  readonly conversations: Pick<ConversationStore, 'idOf' | 'transcript'>;
  readonly carryOut: (call: PartnerCall) => Promise<Changed>;
  readonly now: () => Date;
}

export interface AzureChannel {
  readonly routes: readonly Route[];
  readonly sender: Sender;
}

/** Azure Bot Service channels and the Bot Framework Emulator, with the SDK's own authentication. */
export function azureChannel(settings: AzureSettings, parts: AzureParts): AzureChannel {
  const { handoff, ...app } = settings;
  const auth = new ConfigurationBotFrameworkAuthentication({ ...app });
  const adapter = new QuietAdapter(auth);
  const open = settings.MicrosoftAppId === undefined;
  const listen = (request: HttpRequest): Promise<HttpResponse> =>
    receive(adapter, request, { ...parts, open, handoff });
  return {
    routes: [{ method: 'POST', path: '/api/messages', handle: listen }],
    sender: {
      send: (sending) => send(adapter, sending, { ...parts, appId: settings.MicrosoftAppId ?? '', handoff }),
    },
  };
}

async function receive(
  adapter: QuietAdapter,
  request: HttpRequest,
  parts: AzureParts & { readonly open: boolean; readonly handoff: boolean },
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
  parts: AzureParts & { readonly handoff: boolean },
): Promise<void> {
  const { activity } = context;
  const { reception, now, handoff } = parts;
  if (handoff && (await acceptStatus(activity, parts))) return;
  const content = contentOfActivity(activity);
  if (content === undefined) return;
  await reception.receive({
    channel: 'azure',
    senderId: JSON.stringify(addressOf(activity)),
    externalId: externalIdOf(activity, now),
    occurredAt: activity.timestamp === undefined ? now().getTime() : new Date(activity.timestamp).getTime(),
    content,
  });
}

function externalIdOf(activity: Activity, now: () => Date): string {
  return `${activity.channelId}|${activity.conversation.id}|${activity.id ?? `${now().getTime()}`}`;
}

/** `handoff.status` of a parent bot or an agent hub: it takes the chat, gives it back, or cannot help. */
async function acceptStatus(
  activity: Activity,
  { conversations, carryOut, now }: AzureParts,
): Promise<boolean> {
  if (activity.type !== ActivityTypes.Event || activity.name !== HandoffEventNames.HandoffStatus)
    return false;
  const step = stepOfStatus(activity.value);
  if (step === undefined) throw new UserError('request.malformed', 'handoff.status needs a state');
  const done = await carryOut({
    conversationId: conversations.idOf('azure', JSON.stringify(addressOf(activity))),
    callId: `azure:${externalIdOf(activity, now)}`,
    step,
  });
  if (done.kind === 'refused') throw new UserError('request.conflict', done.why);
  return true;
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

type SendParts = AzureParts & { readonly appId: string; readonly handoff: boolean };

async function send(adapter: QuietAdapter, sending: DueSending, parts: SendParts): Promise<SendResult> {
  const address = Address.parse(JSON.parse(sending.senderId));
  const { appId } = parts;
  const activity =
    sending.body.kind === 'replied'
      ? activityFor(sending.body.message, address.channelId)
      : await newsFor(sending, address, parts);
  // Changes of hands lie in the outbox, too; where no desk listens there is nothing to send.
  if (activity === undefined) return { kind: 'sent' };
  try {
    await adapter.continueConversationAsync(appId, referenceTo(address), async (context) => {
      await context.sendActivity(activity);
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

const mostLines = 1000;

/** The Bot Framework's events of a handoff, for a parent bot or an agent hub. */
async function newsFor(
  { body, conversationId, seq }: DueSending,
  { conversation, channelId }: Address,
  { handoff, conversations, now }: SendParts,
): Promise<Partial<Activity> | undefined> {
  const news = handoff ? handoffNews(body) : undefined;
  if (news === undefined) return undefined;
  const about = { conversationId: conversation, channelId, id: `${conversation}|e${seq}`, at: now() };
  if (news.kind === 'status') return handoffStatus(about, news.state);
  const before = await conversations.transcript(conversationId, Math.max(0, seq - mostLines), mostLines);
  const lines = before.filter((line) => line.seq < seq);
  return handoffInitiation({ ...about, urgency: news.urgency, reason: news.reason, lines });
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
