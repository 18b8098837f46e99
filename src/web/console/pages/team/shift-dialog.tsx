import { Form, Radio, Select, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { Duty, type Shift } from '../../api/team.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly day: Dayjs;
  readonly names: ReadonlyMap<string, string>;
  readonly busy: boolean;
  readonly add: (shift: Shift) => void;
  readonly end: () => void;
}

interface Fields {
  readonly memberId: string | undefined;
  readonly duty: Duty;
  readonly hours: readonly [Dayjs, Dayjs];
}

const at = (day: Dayjs, time: Dayjs) => day.hour(time.hour()).minute(time.minute()).second(0).millisecond(0);

/** An end before the start means the next morning: night duty. */
function shiftOf(day: Dayjs, { memberId, duty, hours: [from, until] }: Fields): Shift {
  const startsAt = at(day, from);
  const endsAt = at(day, until);
  const over = endsAt.isAfter(startsAt) ? endsAt : endsAt.add(1, 'day');
  return { memberId: memberId ?? '', duty, startsAt: startsAt.toISOString(), endsAt: over.toISOString() };
}

export function ShiftDialog({ day, names, busy, add, end }: Props) {
  const { t } = useSpeech();
  const start: Fields = {
    memberId: undefined,
    duty: 'shift',
    hours: [dayjs('2000-01-01T07:30'), dayjs('2000-01-01T17:00')],
  };
  return (
    <FormDialog
      title={t('roster.add-on', { day: day.format('DD/MM') })}
      ok={t('roster.add')}
      busy={busy}
      start={start}
      submit={(fields) => add(shiftOf(day, fields))}
      end={end}
    >
      <Form.Item
        name="memberId"
        label={t('roster.who')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Select options={[...names].map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item
        name="hours"
        label={t('roster.hours')}
        extra={t('roster.night')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <TimePicker.RangePicker format="HH:mm" minuteStep={15} order={false} needConfirm={false} />
      </Form.Item>
      <Form.Item name="duty" label={t('roster.duty')}>
        <Radio.Group
          className="radio-list"
          options={Duty.options.map((value) => ({ value, label: t(`duty.${value}`) }))}
        />
      </Form.Item>
    </FormDialog>
  );
}
