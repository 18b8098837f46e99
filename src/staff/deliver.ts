import { createECDH } from 'node:crypto';
import { createTransport } from 'nodemailer';
import webpush from 'web-push';
import { z } from 'zod';
import { StaffId } from '../domain/ids.ts';
import type { StaffParts } from './parts.ts';
import { type Posted, post, type WebhookTarget } from './webhook.ts';
import { withWords } from './webhook-words.ts';

/** A delivery as storage gives it out; its id stays the same over all tries. */
export interface Delivery {
  readonly id: string;
  readonly way: 'push' | 'mail' | 'webhook';
  readonly target: string;
  readonly body: Readonly<Record<string, string | number | null>>;
  readonly attempts: number;
  readonly createdAt: Date;
}

export type DeliveryOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly at: Date; readonly errorCode: string }
  | { readonly kind: 'failed'; readonly errorCode: string };

export interface DeliveryStore {
  take(now: Date, limit: number): Promise<readonly Delivery[]>;
  record(id: string, outcome: DeliveryOutcome): Promise<void>;
  prune(before: Date): Promise<void>;
}

export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface DeliveryParts
  extends Pick<StaffParts, 'accounts' | 'pushes' | 'publicUrl' | 'now' | 'desk' | 'handoffActivity'> {
  readonly deliveries: DeliveryStore;
  readonly vapid: VapidKeys;
  /** `smtp://user:password@host:587`, and who it is from; absent: no mail. */
  readonly mail?: { readonly url: string; readonly from: string };
  readonly webhook?: WebhookTarget;
  /** The words of the mail, without anything about the person. */
  readonly mailText: { readonly subject: string; readonly text: string };
}

/** A key pair that follows from the key ring: nothing to configure, the same after every start. */
export function vapidKeysFrom(seed: Buffer): VapidKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(seed);
  return { publicKey: pair.getPublicKey('base64url'), privateKey: seed.toString('base64url') };
}

const atOnce = 20;
const backOff = [10_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 14_400_000, 43_200_000];
/** An alarm of an hour ago wakes nobody: its chain has long gone on. An offered chat is gone after a minute. */
const freshFor = { alarm: 3_600_000, offer: 60_000 };

function kindOf(body: Delivery['body']): keyof typeof freshFor {
  return body['kind'] === 'offer' ? 'offer' : 'alarm';
}

/** Sends what is due and gives back how many that were. Failures are tried again, later and later. */
export async function deliverDue(parts: DeliveryParts): Promise<number> {
  const due = await parts.deliveries.take(parts.now(), atOnce);
  await Promise.all(
    due.map(async (delivery) => {
      const result = await send(parts, delivery);
      await parts.deliveries.record(delivery.id, outcomeOf(parts, delivery, result));
    }),
  );
  return due.length;
}

function outcomeOf(
  parts: DeliveryParts,
  { attempts, way, body, createdAt }: Delivery,
  result: Posted,
): DeliveryOutcome {
  if (result.kind !== 'retry') return result;
  const wait = backOff[attempts - 1];
  const stale = way !== 'webhook' && parts.now().getTime() - createdAt.getTime() > freshFor[kindOf(body)];
  if (wait === undefined || stale) return { kind: 'failed', errorCode: result.errorCode };
  return { kind: 'retry', at: new Date(parts.now().getTime() + wait), errorCode: result.errorCode };
}

function send(parts: DeliveryParts, delivery: Delivery): Promise<Posted> {
  if (delivery.way === 'webhook') return callWebhook(parts, delivery);
  return delivery.way === 'push' ? push(parts, delivery) : mail(parts, delivery);
}

async function callWebhook(parts: DeliveryParts, { id, target, body, createdAt }: Delivery): Promise<Posted> {
  if (parts.webhook === undefined) return { kind: 'failed', errorCode: 'webhook.none' };
  const data = parts.webhook.words === true ? await withWords(parts, { id, target, body, createdAt }) : body;
  // Nothing of it is left, or it was the desk's own words.
  if (data === undefined) return { kind: 'sent' };
  const text = JSON.stringify({ id, type: target, timestamp: createdAt.toISOString(), data });
  return post(parts.webhook, { id, at: parts.now(), body: text });
}

async function mail(parts: DeliveryParts, { target, id }: Delivery): Promise<Posted> {
  const address = (await parts.accounts.byId(StaffId.parse(target)))?.email ?? undefined;
  if (parts.mail === undefined || address === undefined) return { kind: 'failed', errorCode: 'mail.none' };
  try {
    const { subject, text } = parts.mailText;
    const link = new URL('/console', parts.publicUrl).href;
    const transport = createTransport(parts.mail.url);
    // The same Message-ID over all tries: a mail server that took it twice shows it once.
    await transport.sendMail({
      from: parts.mail.from,
      to: address,
      subject,
      text: `${text}\n\n${link}\n`,
      messageId: `<${id}@${parts.publicUrl.hostname}>`,
    });
    return { kind: 'sent' };
  } catch {
    return { kind: 'retry', errorCode: 'mail.unreachable' };
  }
}

const Subscription = z.object({
  endpoint: z.url(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
});

/** To every device of the member; one that takes it suffices. */
async function push(parts: DeliveryParts, { target, body }: Delivery): Promise<Posted> {
  const subscriptions = (await parts.pushes.list(StaffId.parse(target))).map((text) =>
    Subscription.parse(JSON.parse(text)),
  );
  if (subscriptions.length === 0) return { kind: 'failed', errorCode: 'push.none' };
  const payload = JSON.stringify({
    kind: kindOf(body),
    urgency: body['urgency'] ?? null,
    step: body['step'] ?? null,
  });
  const ttl = kindOf(body) === 'offer' ? freshFor.offer / 1000 : 600;
  const taken = await Promise.all(subscriptions.map((each) => pushTo(parts, each, { payload, ttl })));
  return taken.includes(true) ? { kind: 'sent' } : { kind: 'retry', errorCode: 'push.unreachable' };
}

async function pushTo(
  parts: DeliveryParts,
  subscription: z.infer<typeof Subscription>,
  { payload, ttl }: { readonly payload: string; readonly ttl: number },
): Promise<boolean> {
  const { protocol, href } = parts.publicUrl;
  const subject = protocol === 'https:' ? href : 'mailto:staff@localhost.invalid';
  try {
    await webpush.sendNotification(subscription, payload, {
      vapidDetails: { subject, ...parts.vapid },
      TTL: ttl,
      urgency: 'high',
      timeout: 10_000,
    });
    return true;
  } catch (error) {
    const gone =
      error instanceof webpush.WebPushError && (error.statusCode === 404 || error.statusCode === 410);
    if (gone) await parts.pushes.remove(subscription.endpoint);
    return false;
  }
}
