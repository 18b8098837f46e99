import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { type Hours, team, weekdays } from '../../api/team.ts';
import { useAction } from '../../parts/action.ts';
import { Card } from '../../parts/card.tsx';
import { Loading, Trouble } from '../../parts/states.tsx';
import { keys } from '../../queries.ts';
import { useSpeech } from '../../words.ts';
import { HolidayList } from './holiday-list.tsx';

const key = [...keys.team, 'hours'];
const spans = /^\s*(\d{2}:\d{2}-\d{2}:\d{2}(\s*,\s*\d{2}:\d{2}-\d{2}:\d{2})*)?\s*$/;
type Written = Readonly<Record<string, string>>;

/** Opening hours as the bot tells them to people. Outside them danger still calls those on duty. */
export function HoursTab() {
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: team.hours });
  if (data === undefined)
    return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
  return <HoursForm hours={data} />;
}

function HoursForm({ hours }: { readonly hours: Hours }) {
  const { t } = useSpeech();
  const save = useAction(team.setHours, { changes: [key, keys.today] });
  const written: Written = Object.fromEntries(
    weekdays.map((day) => [day, (hours.weekly[day] ?? []).join(', ')]),
  );
  const submit = (fields: Written) => save.mutate({ ...hours, weekly: weeklyOf(fields) });
  return (
    <div className="settings">
      <Card title={t('hours.weekly')}>
        <Form<Written>
          layout="horizontal"
          labelCol={{ flex: '7rem' }}
          initialValues={written}
          onFinish={submit}
        >
          <p className="muted">{t('hours.explain')}</p>
          {weekdays.map((day, index) => (
            <Form.Item
              key={day}
              name={day}
              label={t(`weekdays.${(index + 1) % 7}`)}
              rules={[{ pattern: spans, message: t('hours.wrong') }]}
            >
              <Input placeholder={t('hours.closed-all-day')} />
            </Form.Item>
          ))}
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Form>
      </Card>
      <HolidayList hours={hours} busy={save.isPending} save={save.mutate} />
    </div>
  );
}

function weeklyOf(fields: Written): Hours['weekly'] {
  const spansOf = (text = '') =>
    text
      .split(',')
      .map((span) => span.trim())
      .filter((span) => span !== '');
  const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = weekdays.map((day) =>
    spansOf(fields[day]),
  );
  return {
    monday: monday ?? [],
    tuesday: tuesday ?? [],
    wednesday: wednesday ?? [],
    thursday: thursday ?? [],
    friday: friday ?? [],
    saturday: saturday ?? [],
    sunday: sunday ?? [],
  };
}
