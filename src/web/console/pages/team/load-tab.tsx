import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { type Busy, team } from '../../api/team.ts';
import { useCodes } from '../../parts/codes.ts';
import { Loading, Trouble } from '../../parts/states.tsx';
import { lengthOf } from '../../parts/time.ts';
import { keys, useMember } from '../../queries.ts';
import { linkTo } from '../../route.ts';
import { useSpeech } from '../../words.ts';

/** Who carries how much just now, and a way to sit beside a colleague without being seen by the child. */
export function LoadTab() {
  const speech = useSpeech();
  const { data, error, refetch } = useQuery({
    queryKey: keys.load,
    queryFn: team.load,
    refetchInterval: 30_000,
  });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return (
    <>
      <p className="figures">
        <span className="figure">
          <strong>{data.waiting}</strong> {speech.t('load.waiting')}
        </span>
        {data.longestWait === null ? null : (
          <span className="figure">
            <strong>{lengthOf(data.longestWait, speech)}</strong> {speech.t('load.longest')}
          </span>
        )}
      </p>
      <ul className="load">
        {data.members.map((member) => (
          <MemberLoad key={member.id} member={member} />
        ))}
      </ul>
    </>
  );
}

function MemberLoad({ member }: { readonly member: Busy }) {
  const { t } = useSpeech();
  const codes = useCodes();
  const { id: me } = useMember().member;
  const chatIds = member.id === me ? [] : member.chatIds;
  return (
    <li className="card load-line">
      <div>
        <span className={`dot dot-${member.presence}`} aria-hidden /> <strong>{member.name}</strong>
        <p className="muted">
          {t(`presence.${member.presence}`)}
          {member.duty === null ? null : ` · ${t(`duty.${member.duty}`)}`}
          {member.skills.map((skill) => ` · ${codes.skill(skill)}`)}
        </p>
      </div>
      <div className="load-figures">
        <span>
          {t('load.chats', { n: member.chats, of: member.capacity })}
          <Progress
            aria-hidden
            percent={(member.chats / Math.max(1, member.capacity)) * 100}
            showInfo={false}
            size="small"
          />
        </span>
        <span className={member.heavyToday >= 3 ? 'strong' : 'muted'}>
          {t('load.heavy', { n: member.heavyToday })}
        </span>
      </div>
      <div className="row">
        {chatIds.map((id, index) => (
          <Button key={id} size="small" {...linkTo({ kind: 'chat', id })}>
            {t('load.join', { n: index + 1 })}
          </Button>
        ))}
      </div>
    </li>
  );
}
