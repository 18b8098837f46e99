import type { Chat } from '../../api/chat.ts';
import { lengthOf, useNow } from '../../parts/time.ts';
import { useSpeech } from '../../words.ts';

/** What the channel still allows: length, replies left, and how long a reply can be sent at all. */
export function LimitsLine({ limits, length }: { readonly limits: Chat['limits']; readonly length: number }) {
  const speech = useSpeech();
  const now = useNow(10_000);
  const { textLength, replyBudget, repliesLeft, windowEndsAt } = limits;
  const left = windowEndsAt === null ? undefined : Date.parse(windowEndsAt) - now;
  const few = repliesLeft !== null && repliesLeft <= 2;
  return (
    <p className={few || (left !== undefined && left < 60 * 60_000) ? 'limits limits-low' : 'limits muted'}>
      {length > textLength * 0.8 ? (
        <span>{speech.t('limits.length', { n: length, of: textLength })} </span>
      ) : null}
      {repliesLeft !== null && replyBudget !== null ? (
        <span>{speech.t('limits.replies', { n: repliesLeft, of: replyBudget.replies })} </span>
      ) : null}
      {repliesLeft === null && replyBudget !== null ? (
        <span>
          {speech.t('limits.budget', {
            n: replyBudget.replies,
            time: lengthOf(replyBudget.within, speech),
          })}{' '}
        </span>
      ) : null}
      {left === undefined ? null : (
        <span>
          {left > 0
            ? speech.t('limits.window', { time: lengthOf(left, speech) })
            : speech.t('limits.window-over')}
        </span>
      )}
    </p>
  );
}
