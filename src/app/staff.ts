import { join } from 'node:path';
import { openState } from '../conversations/handoff/hours.ts';
import type { DialogRunner, OpenConversation, Signals } from '../conversations/ports.ts';
import type { ReplyBudget } from '../conversations/push-ports.ts';
import type { Channel, ChannelName } from '../domain/channel.ts';
import type { DialogState } from '../domain/dialog.ts';
import type { Outgoing } from '../domain/message.ts';
import type { Sign } from '../domain/recognition.ts';
import { firstNameOf } from '../domain/staff.ts';
import { type StaffConsole, staffConsole } from '../staff/console.ts';
import { type DeliveryParts, vapidKeysFrom } from '../staff/deliver.ts';
import { staffLimits } from '../staff/limits.ts';
import { hoursFrom, loadStaffContent, seedCanned } from '../staff/load.ts';
import type { StaffParts } from '../staff/parts.ts';
import { pseudonymOf } from '../staff/pseudonym.ts';
import type { WebhookTarget } from '../staff/webhook.ts';
import { staffFiles } from '../storage/postgres/attachments.ts';
import { auditLog } from '../storage/postgres/audit.ts';
import { deliveryStore } from '../storage/postgres/deliveries.ts';
import { deskStore } from '../storage/postgres/desk.ts';
import { deskReads } from '../storage/postgres/desk-reads.ts';
import { eventLog } from '../storage/postgres/events.ts';
import { ratingStore } from '../storage/postgres/ratings.ts';
import { replyBudget } from '../storage/postgres/reply-budget.ts';
import { reportDesk } from '../storage/postgres/report-desk.ts';
import { retoldStore } from '../storage/postgres/retold.ts';
import { rosterStore, settingStore } from '../storage/postgres/roster.ts';
import { accountStore } from '../storage/postgres/staff.ts';
import { passkeyStore, pushStore } from '../storage/postgres/staff-devices.ts';
import { challengeStore, linkStore, sessionStore } from '../storage/postgres/staff-sessions.ts';
import type { PlatformParts } from './platforms.ts';
import type { Stores } from './stores.ts';

export interface StaffNeeds {
  readonly root: string;
  readonly stores: Pick<
    Stores,
    'database' | 'vault' | 'files' | 'conversations' | 'reports' | 'attachments' | 'signals' | 'limiter'
  >;
  readonly publicUrl: URL;
  readonly settings: StaffSettings;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly readDialog: DialogRunner['read'];
  /** A line outside of flows, in the voice and language of the person. */
  readonly speak: (key: string, conversation: OpenConversation, dialog: DialogState) => Outgoing;
  readonly askRating: (conversation: OpenConversation, dialog: DialogState) => Outgoing | undefined;
  readonly signsOf: (text: string) => readonly Sign[];
  readonly typing?: StaffParts['typing'];
  readonly receiptWords: readonly string[];
  /** The Bot Framework's `handoff.initiate` with the transcript, for a desk of the Centre's own. */
  readonly handoffActivity: StaffParts['handoffActivity'];
  /** After each commit of staff: sends what is due on push channels. */
  readonly wakeOutbox: () => void;
  readonly now: () => Date;
}

export interface StaffSettings {
  readonly mail?: { readonly url: string; readonly from: string };
  readonly webhook?: WebhookTarget;
}

/** Joins the staff side to the stores: what `startApp` mounts, sweeps every second and prunes every hour. */
export async function openStaffConsole(needs: StaffNeeds): Promise<StaffConsole> {
  const { parts, delivery } = await staffParts(needs);
  return staffConsole(parts, delivery);
}

export async function staffParts(
  needs: StaffNeeds,
): Promise<{ readonly parts: StaffParts; readonly delivery: DeliveryParts }> {
  const { stores, now, publicUrl } = needs;
  const { vault, conversations, reports, attachments } = stores;
  const { db } = stores.database;
  const content = await loadStaffContent(join(needs.root, 'dialogs'));
  const settings = settingStore(db);
  await seedCanned(settings, content.canned);
  const hours = hoursFrom(settings, content.hours);
  const vapid = vapidKeysFrom(vault.derive('web-push'));
  const roster = rosterStore(db, vault);
  const desk: StaffParts['desk'] = {
    conversations,
    desk: deskStore(db, vault),
    roster,
    words: {
      say: (open, key) => needs.speak(key, open, needs.readDialog(open.memory.dialog)),
      isQuiet: (open) => needs.readDialog(open.memory.dialog).flags['quiet'] === true,
      rating: (open) => needs.askRating(open, needs.readDialog(open.memory.dialog)),
    },
    signals: wakingSignals(stores.signals, needs.wakeOutbox),
    clocks: content.clocks,
    now,
    // Read each time: what was set in the console a minute ago, perhaps through another process, holds now.
    isOpen: async (at) => openState(await hours(), at).state === 'open',
    webhook: needs.settings.webhook !== undefined,
    webhookWords: needs.settings.webhook?.words === true,
  };
  const parts: StaffParts = {
    desk,
    accounts: accountStore(db, vault),
    sessions: sessionStore(db),
    links: linkStore(db),
    challenges: challengeStore(db),
    passkeys: passkeyStore(db),
    pushes: pushStore(db, vault),
    audit: auditLog(db, vault),
    ratings: ratingStore(db),
    retold: retoldStore(db),
    events: eventLog(db),
    reads: deskReads(db, vault),
    settings,
    reports,
    reportDesk: reportDesk(db, vault, reports),
    attachments,
    files: staffFiles({ db, vault, files: stores.files }),
    roster,
    rules: content.permissions,
    hours,
    pseudonym: pseudonymOf(content.pseudonyms),
    limitsOf: (channel) => limitsOf(needs.channels, channel),
    repliesLeft: repliesLeftBy(needs, replyBudget(db)),
    dialogOf: needs.readDialog,
    signsOf: needs.signsOf,
    handoffActivity: needs.handoffActivity,
    typing: needs.typing ?? (() => undefined),
    publicUrl,
    pushKey: vapid.publicKey,
    mayTry: stores.limiter(staffLimits),
    now,
    receiptWords: needs.receiptWords,
  };
  const delivery: DeliveryParts = {
    ...parts,
    deliveries: deliveryStore(db),
    vapid,
    mailText: content.mailText,
    ...needs.settings,
  };
  return { parts, delivery };
}

/** The first name of whoever wrote a line, for channels that show the person who speaks. */
export function staffNames({
  database: { db },
  vault,
}: Pick<Stores, 'database' | 'vault'>): PlatformParts['staffName'] {
  const reads = deskReads(db, vault);
  const accounts = accountStore(db, vault);
  return async (id, seq) => {
    const author = (await reads.authors(id, seq - 1)).get(seq);
    const account = author === undefined ? undefined : await accounts.byId(author);
    return account === undefined ? undefined : firstNameOf(account.name);
  };
}

/** A staff message is on its way as soon as it is committed, not at the next look. */
function wakingSignals(signals: Signals, wakeOutbox: () => void): Signals {
  return {
    onChanged: (id, listener) => signals.onChanged(id, listener),
    changed: (id, lines) => {
      signals.changed(id, lines);
      wakeOutbox();
    },
  };
}

/** Past the free window there is none left, whatever was used of it. */
function repliesLeftBy(
  { channels, now }: StaffNeeds,
  budget: Pick<ReplyBudget, 'left'>,
): StaffParts['repliesLeft'] {
  return async (id, channel) => {
    const rule = limitsOf(channels, channel).replyBudget;
    const left = rule === undefined ? undefined : await budget.left(id, rule);
    if (left === undefined) return undefined;
    return left.until <= now() ? 0 : left.inAll;
  };
}

function limitsOf(channels: ReadonlyMap<ChannelName, Channel>, name: ChannelName): Channel['limits'] {
  return (
    channels.get(name)?.limits ?? { textLength: 2000, buttons: 0, buttonTitleLength: 0, takesFiles: false }
  );
}
