import { UserAddOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Member } from '../../api/account.ts';
import { staff } from '../../api/team.ts';
import { useCodes } from '../../parts/codes.ts';
import { Loading, Trouble } from '../../parts/states.tsx';
import { momentOf } from '../../parts/time.ts';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberDialog } from './member-dialog.tsx';

export function MembersTab({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useSpeech();
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Member>();
  const { data, error, refetch } = useQuery({ queryKey: [...keys.team, 'staff'], queryFn: staff.all });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return (
    <>
      {mayChange ? (
        <Button icon={<UserAddOutlined />} onClick={() => setInviting(true)}>
          {t('members.invite')}
        </Button>
      ) : null}
      <ul className="plain-list">
        {data.members.map((member) => (
          <MemberLine
            key={member.id}
            member={member}
            edit={mayChange ? () => setEditing(member) : undefined}
          />
        ))}
      </ul>
      {inviting ? <InviteDialog end={() => setInviting(false)} /> : null}
      {editing === undefined ? null : <MemberDialog member={editing} end={() => setEditing(undefined)} />}
    </>
  );
}

function MemberLine({ member, edit }: { readonly member: Member; readonly edit: (() => void) | undefined }) {
  const { t } = useSpeech();
  const codes = useCodes();
  return (
    <li className="card setting">
      <span>
        <strong>{member.name}</strong> <span className="muted">{member.username}</span>{' '}
        {member.active ? null : <span className="chip">{t('members.inactive')}</span>}
        <span className="muted block">
          {member.roles.map(codes.role).join(', ')} · {t('members.capacity', { n: member.capacity })} ·{' '}
          {t('members.seen', { at: member.lastSeenAt === null ? '–' : momentOf(member.lastSeenAt) })}
        </span>
      </span>
      {edit === undefined ? null : (
        <Button size="small" onClick={edit} aria-label={t('members.edit-this', { name: member.name })}>
          {t('common.edit')}
        </Button>
      )}
    </li>
  );
}
