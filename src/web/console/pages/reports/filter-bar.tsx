import { places } from 'virtual:console/places';
import { Checkbox, Input, Select } from 'antd';
import { ReportState } from '../../../../domain/report.ts';
import type { ReportFilter } from '../../api/reports.ts';
import { Urgency } from '../../api/today.ts';
import { useCodes } from '../../parts/codes.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly filter: ReportFilter;
  readonly change: (filter: ReportFilter) => void;
}

const communes = Object.entries(places)
  .filter(([key]) => key.startsWith('2025:'))
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, 'vi'));

/** What can be sought without opening a report: sealed fields are found by their whole value, through keyed tokens. */
const soughtFields = ['child_name', 'reporter_phone', 'facility_name', 'reporter_name'] as const;

export function FilterBar({ filter, change }: Props) {
  const { t } = useSpeech();
  const codes = useCodes();
  const set = (part: Partial<ReportFilter>) => change({ ...filter, ...part });
  return (
    <search className="filters">
      <Select
        allowClear
        aria-label={t('reports.state')}
        placeholder={t('reports.state')}
        value={filter.state}
        onChange={(state?: string) => set({ state })}
        options={ReportState.options.map((value) => ({ value, label: codes.state(value) }))}
      />
      <Select
        allowClear
        aria-label={t('reports.urgency')}
        placeholder={t('reports.urgency')}
        value={filter.urgency}
        onChange={(urgency?: string) => set({ urgency })}
        options={[...Urgency.options].reverse().map((value) => ({ value, label: t(`urgency.${value}`) }))}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('reports.place')}
        placeholder={t('reports.place')}
        value={filter.place}
        onChange={(place?: string) => set({ place })}
        options={communes}
      />
      <FieldSearch change={(field) => set({ field })} />
      <Checkbox
        checked={filter.unfinished === '1'}
        onChange={(event) => set({ unfinished: event.target.checked ? '1' : undefined })}
      >
        {t('reports.only-unfinished')}
      </Checkbox>
    </search>
  );
}

function FieldSearch({ change }: { readonly change: (field: string | undefined) => void }) {
  const { t } = useSpeech();
  const codes = useCodes();
  return (
    <form
      className="field-search"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const value = String(form.get('value') ?? '').trim();
        change(value === '' ? undefined : `${String(form.get('field'))}:${value}`);
      }}
    >
      <select name="field" className="plain-select" aria-label={t('reports.field')}>
        {soughtFields.map((field) => (
          <option key={field} value={field}>
            {codes.field(field)}
          </option>
        ))}
      </select>
      <Input
        name="value"
        allowClear
        aria-label={t('reports.field-value')}
        placeholder={t('reports.field-value')}
        onClear={() => change(undefined)}
      />
    </form>
  );
}
