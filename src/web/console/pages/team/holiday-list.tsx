import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { Hours } from '../../api/team.ts';
import { Card } from '../../parts/card.tsx';
import { FormDialog, useNeeded } from '../../parts/form-dialog.tsx';
import { dayOf } from '../../parts/time.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly hours: Hours;
  readonly busy: boolean;
  readonly save: (hours: Hours) => void;
}

interface Fields {
  readonly name: string;
  readonly days: readonly [Dayjs, Dayjs] | null;
}

/** Public holidays by year; those of the lunar calendar are entered anew each year. */
export function HolidayList({ hours, busy, save }: Props) {
  const { t } = useSpeech();
  const [adding, setAdding] = useState(false);
  const years = Object.entries(hours.holidays).sort(([a], [b]) => a.localeCompare(b));
  const remove = (year: string, name: string) =>
    save({
      ...hours,
      holidays: {
        ...hours.holidays,
        [year]: (hours.holidays[year] ?? []).filter((one) => one.name !== name),
      },
    });
  return (
    <Card
      title={t('hours.holidays')}
      extra={
        <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t('hours.add-holiday')}
        </Button>
      }
    >
      {years.map(([year, days]) => (
        <section key={year} aria-label={year}>
          <h3>{year}</h3>
          <ul className="plain-list">
            {days.map((day) => (
              <li key={day.name} className="setting">
                <span>
                  {day.name}
                  <span className="muted block">
                    {day.from === day.to ? dayOf(day.from) : `${dayOf(day.from)} – ${dayOf(day.to)}`}
                  </span>
                </span>
                <Button
                  type="text"
                  size="small"
                  disabled={busy}
                  icon={<CloseOutlined />}
                  aria-label={t('hours.remove', { name: `${day.name} ${year}` })}
                  onClick={() => remove(year, day.name)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {adding ? <HolidayDialog hours={hours} busy={busy} save={save} end={() => setAdding(false)} /> : null}
    </Card>
  );
}

function HolidayDialog({ hours, busy, save, end }: Props & { readonly end: () => void }) {
  const { t } = useSpeech();
  const needed = useNeeded();
  const submit = ({ name, days }: Fields) => {
    if (days === null) return;
    const [from, to] = days.map((day) => day.format('YYYY-MM-DD'));
    const year = String(days[0].year());
    const added = {
      name: name.trim(),
      from: from ?? '',
      to: to ?? '',
      ...(/tết nguyên đán/i.test(name) ? { tet: true } : {}),
    };
    save({ ...hours, holidays: { ...hours.holidays, [year]: [...(hours.holidays[year] ?? []), added] } });
    end();
  };
  const start: Fields = { name: '', days: null };
  return (
    <FormDialog
      title={t('hours.add-holiday')}
      ok={t('common.save')}
      busy={busy}
      start={start}
      submit={submit}
      end={end}
    >
      <Form.Item name="name" label={t('hours.holiday-name')} rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item
        name="days"
        label={t('hours.holiday-days')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <DatePicker.RangePicker format="DD/MM/YYYY" />
      </Form.Item>
    </FormDialog>
  );
}
