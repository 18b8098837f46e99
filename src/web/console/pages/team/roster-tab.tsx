import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { type Shift, staff, team } from '../../api/team.ts';
import { useMay } from '../../desk-state.ts';
import { useAction } from '../../parts/action.ts';
import { Loading, Trouble } from '../../parts/states.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { RosterDay } from './roster-day.tsx';
import { ShiftDialog } from './shift-dialog.tsx';

const mondayOf = (day: dayjs.Dayjs) => day.startOf('day').subtract((day.day() + 6) % 7, 'day');

/** One week of shifts and duty. Saving replaces that week as a whole. */
export function RosterTab() {
  const { t } = useSpeech();
  const [monday, setMonday] = useState(() => mondayOf(dayjs()));
  const [adding, setAdding] = useState<dayjs.Dayjs>();
  const mayChange = useMay('team.manage');
  const [from, to] = [monday.toISOString(), monday.add(7, 'day').toISOString()];
  const key = [...keys.team, 'roster', from];
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => team.roster(from, to) });
  const { data: people } = useQuery({ queryKey: [...keys.team, 'staff'], queryFn: staff.all });
  const save = useAction((shifts: readonly Shift[]) => team.setRoster(from, to, shifts), {
    changes: [key, keys.today],
    done: () => setAdding(undefined),
  });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  const names = new Map(people?.members.map(({ id, name }) => [id, name]));
  const days = Array.from({ length: 7 }, (_, index) => monday.add(index, 'day'));
  return (
    <>
      <div className="row">
        <Button
          icon={<LeftOutlined />}
          aria-label={t('roster.before')}
          onClick={() => setMonday(monday.subtract(7, 'day'))}
        />
        <strong>
          {t('roster.week', { from: monday.format('DD/MM'), to: monday.add(6, 'day').format('DD/MM/YYYY') })}
        </strong>
        <Button
          icon={<RightOutlined />}
          aria-label={t('roster.after')}
          onClick={() => setMonday(monday.add(7, 'day'))}
        />
      </div>
      <div className="roster">
        {days.map((day) => (
          <RosterDay
            key={day.toISOString()}
            day={day}
            shifts={data.shifts}
            names={names}
            add={mayChange ? () => setAdding(day) : undefined}
            remove={
              mayChange ? (shift) => save.mutate(data.shifts.filter((one) => one !== shift)) : undefined
            }
          />
        ))}
      </div>
      {adding === undefined ? null : (
        <ShiftDialog
          day={adding}
          names={names}
          busy={save.isPending}
          add={(shift) => save.mutate([...data.shifts, shift])}
          end={() => setAdding(undefined)}
        />
      )}
    </>
  );
}
