import { type Ticked, tick } from '../conversations/handoff/tick.ts';
import { type DeliveryParts, deliverDue } from './deliver.ts';
import type { StaffParts } from './parts.ts';
import { longestSession } from './session.ts';

export interface Swept extends Ticked {
  readonly delivered: number;
  readonly indexed: number;
}

const indexAtOnce = 50;
const eventsKept = 7 * 86_400_000;
const deliveriesKept = 30 * 86_400_000;

/** One sweep of the staff side: clocks, presence, deliveries, search tokens. Any process may do it, at any time. */
export async function sweep(parts: StaffParts, delivery: DeliveryParts): Promise<Swept> {
  const ticked = await tick(parts.desk);
  await markGone(parts);
  await watchReports(parts);
  await parts.audit.closeReads(parts.now());
  const indexed = await parts.reportDesk.index(indexAtOnce);
  return { ...ticked, indexed, delivered: await deliverDue(delivery) };
}

async function markGone(parts: StaffParts): Promise<void> {
  const gone = await parts.accounts.markGone(before(parts, parts.desk.clocks.gone));
  for (const memberId of gone)
    await parts.events.emit({ kind: 'presence', body: { memberId, presence: 'away' } });
}

async function watchReports(parts: StaffParts): Promise<void> {
  const { limit, warn } = parts.desk.clocks.legal;
  const late = await parts.reportDesk.watchLaw({
    soonBefore: before(parts, limit - warn),
    overBefore: before(parts, limit),
  });
  for (const { id, state } of late) await parts.events.emit({ kind: 'legal', body: { reportId: id, state } });
}

/** What no one needs any longer; once an hour is often enough. */
export async function prune(parts: StaffParts, delivery: DeliveryParts): Promise<void> {
  await parts.events.prune(before(parts, eventsKept));
  await parts.sessions.prune(before(parts, longestSession));
  await delivery.deliveries.prune(before(parts, deliveriesKept));
}

function before(parts: StaffParts, ms: number): Date {
  return new Date(parts.now().getTime() - ms);
}
