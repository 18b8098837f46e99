import type { TextStream } from '../../domain/route.ts';
import type { DirectLineParts } from './parts.ts';
import { toActivities } from './send.ts';

interface Following {
  readonly conversationId: string;
  readonly stream: TextStream;
  readonly after: number;
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
  const stop = parts.signals.onChanged(id, () => void look());
  following.stream.onClose(() => {
    open = false;
    stop();
  });
  void look();
}

async function sendAfter(
  parts: DirectLineParts,
  { conversationId, stream }: Following,
  after: number,
): Promise<number> {
  const id = parts.conversations.idOf('directline', conversationId);
  let watermark = after;
  for (;;) {
    const entries = await parts.conversations.transcript(id, watermark, mostAtOnce);
    const last = entries.at(-1);
    if (last === undefined) return watermark;
    watermark = last.seq;
    const activities = toActivities(conversationId, entries);
    if (activities.length > 0) stream.send(JSON.stringify({ activities, watermark: String(watermark) }));
    if (entries.length < mostAtOnce) return watermark;
  }
}
