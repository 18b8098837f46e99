import { DownOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Chat, Entry, Note } from '../../api/chat.ts';
import { Loading } from '../../parts/states.tsx';
import { useSpeech } from '../../words.ts';
import { isHeavy, linesOf, takenAt } from './lines.ts';
import type { Outbox } from './pending.ts';
import { TimeLineView } from './time-line-view.tsx';

interface Props {
  readonly chat: Chat;
  readonly entries: readonly Entry[] | undefined;
  readonly notes: readonly Note[];
  readonly outbox: Outbox;
}

export function TranscriptView({ chat, entries, notes, outbox }: Props) {
  const { t } = useSpeech();
  const [unfolded, setUnfolded] = useState(false);
  const lines = useMemo(
    () => linesOf(entries ?? [], notes, outbox.pending),
    [entries, notes, outbox.pending],
  );
  const mine = chat.holder.kind === 'staff' && chat.holder.you;
  const since = mine ? takenAt(entries ?? []) : Number.POSITIVE_INFINITY;
  const folded = (entry: Entry) =>
    !unfolded && entry.seq < since && entry.author === 'person' && isHeavy(entry);
  const heavy = entries?.some((entry) => entry.seq < since && isHeavy(entry)) ?? false;
  const { list, atEnd, toEnd } = useStickToEnd(lines.length);
  if (entries === undefined) {
    return (
      <div className="transcript-frame">
        <Loading />
      </div>
    );
  }
  return (
    <div className="transcript-frame">
      {heavy ? (
        <div className="transcript-fold">
          <Switch aria-label={t('heavy.open-all')} size="small" checked={unfolded} onChange={setUnfolded} />{' '}
          {t('heavy.open-all')}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keys */}
      <div className="transcript" ref={list} role="log" aria-label={t('chat.talk')} tabIndex={0}>
        {lines.map((line) => (
          <TimeLineView
            key={line.key}
            line={line}
            chatId={chat.chatId}
            folded={line.kind === 'entry' && folded(line.entry)}
            outbox={outbox}
          />
        ))}
      </div>
      {atEnd ? null : (
        <Button className="to-end" shape="round" icon={<DownOutlined />} onClick={toEnd}>
          {t('chat.latest')}
        </Button>
      )}
    </div>
  );
}

/** New lines scroll into sight, unless the reader has gone back to read: then a button leads to the end. */
function useStickToEnd(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const stuck = useRef(true);
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const look = () => {
      stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
      setAtEnd(stuck.current);
    };
    const follow = () => {
      if (stuck.current) toEnd();
    };
    box.addEventListener('scroll', look, { passive: true });
    // A picture that has come, and a box below that has grown, push the end out of sight.
    box.addEventListener('load', follow, true);
    const sizes = new ResizeObserver(follow);
    sizes.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      box.removeEventListener('load', follow, true);
      sizes.disconnect();
    };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line is the cause
  useEffect(() => {
    if (stuck.current) toEnd();
  }, [count]);
  return { list, atEnd, toEnd };
}
