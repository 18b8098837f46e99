import type { TranscriptEntry } from '../../domain/message.ts';
import type { TextStream } from '../../domain/route.ts';
import { deskActivities } from './desk.ts';
import type { DirectLineParts } from './parts.ts';
import { toActivities } from './send.ts';

interface Following {
  readonly conversationId: string;
  readonly stream: TextStream;
  readonly after: number;
  /** Whoever holds the secret also reads the handoff events. */
  readonly desk: boolean;
}

const mostAtOnce = 100;

/**
 * Sends what comes after a watermark, and goes on as more comes. Signals only say "look again": the
 * transcript and the watermark decide, so nothing is lost or doubled when one is missed.
 */
export function streamActivities(parts: DirectLineParts, following: Following): void {
  let after = following.after;
  let looking = false;
  let again = false;
  let open = true;

  const look = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      do {
        again = false;
        after = await sendAfter(parts, following, after);
      } while (again && open);
    } catch {
      // The client reconnects with its watermark and misses nothing.
      following.stream.close(1011, 'try again');
    } finally {
      looking = false;
    }
  };

  const id = parts.conversations.idOf('directline', following.conversationId);
  const stop = parts.signals.onChanged(id, (lines) => {
    const isNext = lines[0]?.seq === after + 1;
    if (looking || !isNext || following.desk) return void look();
    after = sendLines(following, lines) ?? after;
  });
  following.stream.onClose(() => {
    open = false;
    stop();
  });
  void look();
}

async function sendAfter(parts: DirectLineParts, following: Following, after: number): Promise<number> {
  const id = parts.conversations.idOf('directline', following.conversationId);
  let watermark = after;
  for (;;) {
    const entries = await parts.conversations.transcript(id, watermark, mostAtOnce);
    const last = following.desk ? await sendToDesk(parts, following, entries) : sendLines(following, entries);
    if (last === undefined) return watermark;
    watermark = last;
    if (entries.length < mostAtOnce) return watermark;
  }
}

/** Sends lines that follow each other; gives the new watermark, if there were any. */
function sendLines(
  { conversationId, stream }: Following,
  lines: readonly TranscriptEntry[],
): number | undefined {
  const watermark = lines.at(-1)?.seq;
  const activities = toActivities(conversationId, lines);
  if (activities.length > 0) stream.send(JSON.stringify({ activities, watermark: String(watermark) }));
  return watermark;
}

async function sendToDesk(
  parts: DirectLineParts,
  { conversationId, stream }: Following,
  lines: readonly TranscriptEntry[],
): Promise<number | undefined> {
  const watermark = lines.at(-1)?.seq;
  const activities = await deskActivities(parts, conversationId, lines);
  if (activities.length > 0) stream.send(JSON.stringify({ activities, watermark: String(watermark) }));
  return watermark;
}
