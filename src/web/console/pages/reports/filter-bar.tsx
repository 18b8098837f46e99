import { places } from 'virtual:console/places';
import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import { ReportState } from '../../../../domain/report.ts';
import type { ReportFilter } from '../../api/reports.ts';
import { Urgency } from '../../api/today.ts';
import { useCodes } from '../../parts/codes.ts';
import { useSpeech } from '../../words.ts';

interface Props {
  readonly filter: ReportFilter;
  readonly change: (filter: ReportFilter) => void;
}

interface FieldProps {
  readonly chosen: string | undefined;
  readonly change: (field: string | undefined) => void;
}

const communes = Object.entries(places)
  .filter(([key]) => key.startsWith('2025:'))
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, 'vi'));

/** Answers are sealed; those with a choice can be sought all the same, through keyed tokens. */
const soughtFields = [
  'setting',
  'relation',
  'abuse_forms',
  'about',
  'safe_now',
  'child_gender',
  'age_band',
  'abuser_access',
  'facility_kind',
] as const;

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
      <FieldSearch chosen={filter.field} change={(field) => set({ field })} />
      <Checkbox
        checked={filter.unfinished === '1'}
        onChange={(event) => set({ unfinished: event.target.checked ? '1' : undefined })}
      >
        {t('reports.only-unfinished')}
      </Checkbox>
    </search>
  );
}

function FieldSearch({ chosen, change }: FieldProps) {
  const { t, maybe, choices } = useSpeech();
  const codes = useCodes();
  const [field, setField] = useState<string>();
  const labels = Object.entries(choices(field ?? ''));
  return (
    <>
      <Select
        allowClear
        aria-label={t('reports.field')}
        placeholder={t('reports.field')}
        value={field}
        onChange={(name?: string) => {
          setField(name);
          change(undefined);
        }}
        options={soughtFields.map((value) => ({ value, label: codes.field(value) }))}
      />
      {field === undefined ? null : (
        <Select
          allowClear
          aria-label={t('reports.field-value')}
          placeholder={t('reports.field-value')}
          value={chosen?.slice(field.length + 1)}
          onChange={(value?: string) => change(value === undefined ? undefined : `${field}:${value}`)}
          options={labels.map(([value, label]) => ({ value, label: maybe(`answers.${value}`) ?? label }))}
        />
      )}
    </>
  );
}
