import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { chats } from '../../api/chat.ts';
import { team } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { Loading, Nothing, Trouble } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';

const key = [...keys.team, 'blocks'];

export function BlocksTab() {
  const { t } = useSpeech();
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: team.blocks });
  const end = useAction(chats.unblock, { changes: [key] });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return (
    <>
      <p className="muted">{t('block.explain')}</p>
      {data.blocks.length === 0 ? <Nothing>{t('block.none')}</Nothing> : null}
      <ul className="plain-list">
        {data.blocks.map((block) => (
          <li key={block.chatId} className="card setting">
            <span>
              <strong>{block.pseudonym}</strong> · {block.reason}
              <span className="muted block">{t('block.until', { at: momentOf(block.until) })}</span>
            </span>
            <Button size="small" loading={end.isPending} onClick={() => end.mutate(block.chatId)}>
              {t('block.end')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
