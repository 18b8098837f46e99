import { AlertFilled, HourglassOutlined } from '@ant-design/icons';
import type { LegalClock, QueueItem } from '../api/today.ts';
import { useSpeech } from '../words.ts';
import { lengthOf, momentOf, useNow } from './time.ts';

/** How much is left of the twelve hours from first reception (Decree 56/2017, Articles 26 and 31). */
export function LegalMark({
  clock,
  quiet = false,
}: {
  readonly clock: LegalClock;
  readonly quiet?: boolean;
}) {
  const speech = useSpeech();
  const left = Date.parse(clock.dueAt) - useNow(30_000);
  const state = left <= 0 ? 'over' : clock.state;
  if (quiet && state === 'running') return null;
  const text =
    state === 'over'
      ? speech.t('legal.over', { time: lengthOf(-left, speech) })
      : speech.t('legal.left', { time: lengthOf(left, speech) });
  return (
    <span
      className={`legal legal-${state}`}
      title={speech.t('legal.explain', { at: momentOf(clock.firstReceivedAt), due: momentOf(clock.dueAt) })}
    >
      <HourglassOutlined aria-hidden /> {text}
    </span>
  );
}

/** How long someone has waited, and whether a person should be there by now. */
export function WaitingMark({ item }: { readonly item: QueueItem }) {
  const speech = useSpeech();
  const now = useNow(1000);
  const waited = lengthOf(now - Date.parse(item.waitingSince), speech);
  const late =
    item.safety.late ||
    (item.safety.nextAt !== null && Date.parse(item.safety.nextAt) < now && item.urgency === 'immediate');
  return (
    <span className={late ? 'waiting waiting-late' : 'waiting'}>
      <strong>{waited}</strong>
      {late ? (
        <span className="late">
          <AlertFilled aria-hidden /> {speech.t('queue.late')}
        </span>
      ) : null}
    </span>
  );
}
