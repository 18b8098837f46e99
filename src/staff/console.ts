import type { Changed } from '../conversations/handoff/change.ts';
import { openState } from '../conversations/handoff/hours.ts';
import type { PartnerCall } from '../conversations/handoff/partner.ts';
import type { Route, StreamRoute } from '../domain/route.ts';
import { firstAccountLink } from './accounts.ts';
import { careRoutes } from './care-routes.ts';
import { chatRoutes } from './chat-routes.ts';
import type { DeliveryParts } from './deliver.ts';
import { deskCallRoutes, partnerCall } from './desk-calls.ts';
import { deskRoutes } from './desk-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { liveFeed } from './live.ts';
import { meRoutes } from './me-routes.ts';
import type { StaffParts } from './parts.ts';
import { checkPermissions } from './permissions.ts';
import { ratingRoutes } from './rating-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { retoldRoutes } from './retold-routes.ts';
import { guarded, type StaffRoute } from './route.ts';
import { sendingFileRoutes } from './sending-files.ts';
import { sessionRoutes } from './session-routes.ts';
import { prune, type Swept, sweep } from './sweep.ts';
import { teamRoutes } from './team-routes.ts';

export interface StaffConsole {
  readonly routes: readonly Route[];
  readonly streams: readonly StreamRoute[];
  /** The one-time link for the first administrator; none when there is one. */
  firstAccountLink(): Promise<string | undefined>;
  /** Whether someone can answer now: for the flows' `staff.presence`. */
  presence(): Promise<'open' | 'busy' | 'closed'>;
  /** Carries out a call of a desk of the Centre's own, however it came in. */
  partner(call: PartnerCall): Promise<Changed>;
  /** To be called every second or so, by any number of processes. */
  sweep(): Promise<Swept>;
  prune(): Promise<void>;
  /** Tells open consoles of this process at once that something was committed. */
  wake(): void;
  close(): void;
}

/** The staff side as the program mounts it. A route without a rule keeps it from starting. */
export function staffConsole(parts: StaffParts, delivery: DeliveryParts): StaffConsole {
  const routes = allRoutes(parts);
  const faults = checkPermissions(
    parts.rules,
    routes.map(({ needs }) => needs),
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const feed = liveFeed(parts);
  return {
    routes: [...routes.map((route) => guarded(parts, route)), ...deskCallRoutes(parts, delivery.webhook)],
    streams: feed.streams,
    firstAccountLink: () => firstAccountLink(parts),
    presence: () => presence(parts),
    partner: (call) => partnerCall(parts, call),
    sweep: () => sweep(parts, delivery),
    prune: () => prune(parts, delivery),
    wake: feed.wake,
    close: feed.close,
  };
}

export function allRoutes(parts: StaffParts): readonly StaffRoute[] {
  const kinds = [
    sessionRoutes,
    meRoutes,
    deskRoutes,
    chatRoutes,
    sendingFileRoutes,
    careRoutes,
    fileRoutes,
    reportRoutes,
    exportRoutes,
    ratingRoutes,
    retoldRoutes,
    teamRoutes,
  ];
  return kinds.flatMap((kind) => kind(parts));
}

/** `open`: someone is there and has room. `busy`: within hours or someone there, but no hand is free. */
async function presence(parts: StaffParts): Promise<'open' | 'busy' | 'closed'> {
  const members = (await parts.desk.roster.members()).filter(
    (member) => member.active && member.presence === 'present',
  );
  const answering = members.filter(
    ({ roles }) => roles.includes('counsellor') || roles.includes('supervisor'),
  );
  if (answering.some(({ chats, capacity }) => chats < capacity)) return 'open';
  const within = openState(await parts.hours(), parts.now()).state === 'open';
  return within || answering.length > 0 ? 'busy' : 'closed';
}
