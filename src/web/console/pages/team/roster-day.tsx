import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Dayjs } from 'dayjs';
import type { Shift } from '../../api/team.ts';
import { clockOf } from '../../parts/time.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly day: Dayjs;
  readonly shifts: readonly Shift[];
  readonly names: ReadonlyMap<string, string>;
  readonly add: (() => void) | undefined;
  readonly remove: ((shift: Shift) => void) | undefined;
}

export function RosterDay({ day, shifts, names, add, remove }: Props) {
  const { t } = useSpeech();
  const begin = day.valueOf();
  const end = day.add(1, 'day').valueOf();
  const ofDay = shifts
    .filter(({ startsAt }) => Date.parse(startsAt) >= begin && Date.parse(startsAt) < end)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  const title = `${t(`weekdays.${day.format('d')}`)} ${day.format('DD/MM')}`;
  return (
    <section className="card roster-day" aria-label={title}>
      <h3>{title}</h3>
      <ul className="plain-list">
        {ofDay.map((shift) => (
          <li
            key={`${shift.memberId}-${shift.startsAt}-${shift.duty}`}
            className={`shift shift-${shift.duty}`}
          >
            <span>
              <strong>{names.get(shift.memberId) ?? '–'}</strong>
              <span className="block">
                {clockOf(shift.startsAt)}–{clockOf(shift.endsAt)}
              </span>
              <span className="muted">{t(`duty.${shift.duty}`)}</span>
            </span>
            {remove === undefined ? null : (
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('roster.remove', { who: names.get(shift.memberId) ?? '' })}
                onClick={() => remove(shift)}
              />
            )}
          </li>
        ))}
      </ul>
      {add === undefined ? null : (
        <Button
          size="small"
          block
          type="dashed"
          icon={<PlusOutlined />}
          onClick={add}
          aria-label={t('roster.add-on', { day: title })}
        >
          {t('roster.add')}
        </Button>
      )}
    </section>
  );
}
